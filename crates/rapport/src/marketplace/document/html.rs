//! HTML in one file: readable on a screen, printable, nothing loaded from elsewhere.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Block, Document, Span};

const STYLE: &str = "\
    :root { color-scheme: light; }
    body { font: 16px/1.55 system-ui, sans-serif; color: #1c2430; background: #fff; max-width: 60rem; margin: 2.5rem auto; padding: 0 1.25rem; }
    h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .25rem; }
    h2 { font-size: 1.35rem; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 1px solid #d5dbe3; break-after: avoid; }
    h3 { font-size: 1.08rem; margin: 1.5rem 0 .25rem; break-after: avoid; }
    .subtitle { color: #4a5667; margin: 0 0 1.5rem; }
    code { font: .9em/1.4 ui-monospace, monospace; background: #f0f3f7; padding: .05em .3em; border-radius: 3px; overflow-wrap: break-word; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .86rem; line-height: 1.4; margin: .75rem 0; }
    th, td { border: 1px solid #d5dbe3; padding: .35rem .55rem; text-align: left; vertical-align: top; }
    th { background: #f0f3f7; }
    tr { break-inside: avoid; }
    thead { display: table-header-group; }
    figure { margin: 1.25rem 0; break-inside: avoid; }
    figure svg, figure img { max-width: 100%; height: auto; border: 1px solid #d5dbe3; }
    figcaption { font-size: .86rem; color: #4a5667; }
    mark { background: #ffe58a; color: #3b2f00; padding: .05em .25em; font-weight: 600; }
    @page { size: A4; margin: 18mm; }
    @media print {
        body { margin: 0; max-width: none; font-size: 10.5pt; }
        .wide { overflow-x: visible; }
        table { font-size: 7.6pt; }
        th, td { padding: .25rem .35rem; }
        td code { padding: 0; background: none; }
    }
";

pub(super) fn render(document: &Document) -> String {
    let title = escape(&document.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p class=\"subtitle\">{}</p>\n",
        spans(&document.subtitle)
    );
    for block in &document.blocks {
        let _ = match block {
            Block::Heading(level, text) => {
                let level = level + 1;
                writeln!(out, "<h{level}>{}</h{level}>", escape(text))
            }
            Block::Paragraph(words) => writeln!(out, "<p>{}</p>", spans(words)),
            Block::List(items) => writeln!(out, "<ul>\n{}</ul>", list(items)),
            Block::Steps(items) => writeln!(out, "<ol>\n{}</ol>", list(items)),
            Block::Table { head, rows } => table(&mut out, head, rows),
            Block::Drawing { picture, caption } => {
                writeln!(
                    out,
                    "<figure>\n{}<figcaption>{}</figcaption>\n</figure>",
                    picture.svg(),
                    escape(caption)
                )
            }
            Block::Screenshot { png, caption, .. } => writeln!(
                out,
                "<figure>\n<img alt=\"{0}\" src=\"data:image/png;base64,{1}\">\n<figcaption>{0}</figcaption>\n</figure>",
                escape(caption),
                STANDARD.encode(png)
            ),
        };
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn list(items: &[Vec<Span>]) -> String {
    let items: Vec<_> = items.iter().map(|item| format!("<li>{}</li>\n", spans(item))).collect();
    items.concat()
}

fn table(out: &mut String, head: &[&str], rows: &[Vec<Vec<Span>>]) -> std::fmt::Result {
    let names: Vec<_> = head.iter().map(|name| format!("<th scope=\"col\">{}</th>", escape(name))).collect();
    writeln!(out, "<div class=\"wide\"><table>\n<thead><tr>{}</tr></thead>\n<tbody>", names.concat())?;
    for row in rows {
        let cells: Vec<_> = row.iter().map(|cell| format!("<td>{}</td>", spans(cell))).collect();
        writeln!(out, "<tr>{}</tr>", cells.concat())?;
    }
    writeln!(out, "</tbody>\n</table></div>")
}

fn spans(spans: &[Span]) -> String {
    let one = |span: &Span| match span {
        Span::Text(text) => escape(text),
        Span::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        Span::Code(text) => format!("<code>{}</code>", breakable(text)),
        Span::Missing(fact) => format!("<mark>{}</mark>", escape(&fact.placeholder())),
    };
    spans.iter().map(one).collect()
}

/// Text for HTML and XML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A long name may go on in the next line where its parts end, so that a column of names need not be wide.
fn breakable(text: &str) -> String {
    let mut text = escape(text);
    for end in ["_", ".", "/"] {
        text = text.replace(end, &format!("{end}<wbr>"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;

    #[test]
    fn a_long_name_may_break_where_its_parts_end_and_nowhere_else() {
        assert_eq!(super::breakable("grants.api_url"), "grants.<wbr>api_<wbr>url");
        assert_eq!(super::breakable("<b>"), "&lt;b&gt;");
    }

    #[test]
    fn everything_is_in_one_file_and_escaped() {
        let html = super::render(&sample());
        assert!(html.contains("<h1>A &amp; B</h1>") && html.contains("<h2>One &lt;two&gt;</h2>"), "{html}");
        assert!(html.contains("<mark>[publisher.name: "), "{html}");
        assert!(html.contains("<svg ") && html.contains("a &lt; b"), "{html}");
        assert!(!html.contains("<script") && !html.contains("href="), "{html}");
    }
}
