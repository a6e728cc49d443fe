//! Markdown as GitHub reads it.

use std::fmt::Write as _;

use super::{Block, Document, Span};

pub(super) fn render(document: &Document) -> String {
    let mut out = format!("# {}\n\n{}\n", document.title, spans(&document.subtitle));
    let mut drawings = 0;
    for block in &document.blocks {
        out.push('\n');
        let _ = match block {
            Block::Heading(level, text) => writeln!(out, "#{} {text}", "#".repeat(usize::from(*level))),
            Block::Paragraph(words) => writeln!(out, "{}", spans(words)),
            Block::List(items) => items.iter().try_for_each(|item| writeln!(out, "- {}", spans(item))),
            Block::Steps(items) => {
                items.iter().zip(1..).try_for_each(|(item, at)| writeln!(out, "{at}. {}", spans(item)))
            }
            Block::Table { head, rows } => table(&mut out, head, rows),
            Block::Drawing { caption, .. } => {
                drawings += 1;
                writeln!(out, "![{caption}](drawing-{drawings}.svg)\n\n*{caption}*")
            }
            Block::Screenshot { name, caption, .. } => writeln!(out, "![{caption}]({name})\n\n*{caption}*"),
        };
    }
    out
}

/// The files that the text names.
pub(super) fn pictures(document: &Document) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut drawings = 0;
    for block in &document.blocks {
        match block {
            Block::Drawing { picture, .. } => {
                drawings += 1;
                files.push((format!("drawing-{drawings}.svg"), picture.svg().into_bytes()));
            }
            Block::Screenshot { name, png, .. } => files.push((name.clone(), png.clone())),
            _ => {}
        }
    }
    files
}

fn table(out: &mut String, head: &[&str], rows: &[Vec<Vec<Span>>]) -> std::fmt::Result {
    writeln!(out, "| {} |", head.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(head.len()))?;
    for row in rows {
        let cells: Vec<_> = row.iter().map(|cell| spans(cell).replace('|', "\\|")).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn spans(spans: &[Span]) -> String {
    let one = |span: &Span| match span {
        Span::Text(text) => escape(text),
        Span::Strong(text) => format!("**{}**", escape(text)),
        Span::Code(text) => format!("`{text}`"),
        Span::Missing(fact) => format!("**{}**", escape(&fact.placeholder())),
    };
    spans.iter().map(one).collect()
}

/// What would be markup, as text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;

    #[test]
    fn markup_is_escaped_and_tables_keep_their_cells() {
        let text = super::render(&sample());
        assert!(text.contains("by **\\[publisher.name: "), "{text}");
        assert!(text.contains("| a\\|b | `c` |"), "{text}");
        assert!(text.contains("\n1. do this\n2. then that\n"), "{text}");
        assert!(text.contains("![A drawing](drawing-1.svg)"), "{text}");
        assert_eq!(super::pictures(&sample())[0].0, "drawing-1.svg");
    }
}
