//! Office Open XML (ECMA-376): the few parts that Word and `LibreOffice` need for headings, lists, tables and pictures.

mod parts;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::html::escape;
use super::{Block, Document, Span};

/// Lengths of drawings are EMU: 9525 to a pixel of 1/96 inch.
const EMU: i64 = 9_525;
/// What fits between the margins of A4.
const WIDEST: i64 = 6_200_000;
const TALLEST: i64 = 8_400_000;

/// Collects the body, and the pictures and numbered lists that it refers to.
#[derive(Default)]
struct Body {
    xml: String,
    media: Vec<(String, Vec<u8>)>,
    lists: usize,
}

pub(super) fn render(document: &Document) -> anyhow::Result<Vec<u8>> {
    let mut body = Body::default();
    body.paragraph("Title", &[Span::Text(document.title.clone())]);
    body.paragraph("Subtitle", &document.subtitle);
    for block in &document.blocks {
        body.block(block)?;
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Pictures are packed already, and the rest is small.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let files = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE.to_owned()),
        ("docProps/core.xml", parts::properties(&escape(&document.title))),
        ("word/document.xml", parts::document(&body.xml)),
        ("word/styles.xml", parts::STYLES.to_owned()),
        ("word/numbering.xml", parts::numbering(body.lists)),
        ("word/_rels/document.xml.rels", parts::relations(body.media.iter().map(|(name, _)| name.as_str()))),
    ];
    for (name, xml) in files {
        zip.start_file(name, stored)?;
        zip.write_all(xml.as_bytes())?;
    }
    for (name, bytes) in &body.media {
        zip.start_file(format!("word/media/{name}"), stored)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

impl Body {
    fn block(&mut self, block: &Block) -> anyhow::Result<()> {
        match block {
            Block::Heading(level, text) => {
                self.paragraph(&format!("Heading{level}"), &[Span::Text(text.clone())]);
            }
            Block::Paragraph(words) => self.paragraph("Normal", words),
            Block::List(items) => items.iter().for_each(|item| self.item(1, item)),
            Block::Steps(items) => {
                self.lists += 1;
                // Each list of steps begins with one again; number 1 has the bullets.
                let list = self.lists + 1;
                for item in items {
                    self.item(list, item);
                }
            }
            Block::Table { head, rows } => self.table(head, rows),
            Block::Drawing { picture, caption } => {
                let size = fit(i64::from(picture.width) * EMU, i64::from(picture.height) * EMU);
                let vectors = self.medium("svg", picture.svg().into_bytes());
                let shown = self.medium("emf", picture.emf());
                self.picture(shown, Some(vectors), size, caption);
            }
            Block::Screenshot { png, caption, .. } => {
                let (width, height) = png_size(png)?;
                let shown = self.medium("png", png.clone());
                self.picture(shown, None, fit(width * EMU, height * EMU), caption);
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, style: &str, words: &[Span]) {
        let _ = write!(self.xml, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", runs(words));
    }

    fn item(&mut self, list: usize, words: &[Span]) {
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/>\
             </w:numPr></w:pPr>{}</w:p>",
            runs(words)
        );
    }

    fn table(&mut self, head: &[&str], rows: &[Vec<Vec<Span>>]) {
        let grid = "<w:gridCol/>".repeat(head.len());
        let _ = write!(
            self.xml,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr>\
             <w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        );
        for name in head {
            let words = runs(&[Span::Strong((*name).to_owned())]);
            let _ = write!(
                self.xml,
                "<w:tc><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F0F3F7\"/></w:tcPr>\
                 <w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr>{words}</w:p></w:tc>"
            );
        }
        self.xml.push_str("</w:tr>");
        for row in rows {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for cell in row {
                let _ = write!(
                    self.xml,
                    "<w:tc><w:tcPr/><w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr>{}</w:p></w:tc>",
                    runs(cell)
                );
            }
            self.xml.push_str("</w:tr>");
        }
        // Word wants a paragraph between a table and whatever follows.
        self.xml.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr></w:p>");
    }

    /// Keeps a picture; the number of its relation.
    fn medium(&mut self, ending: &str, bytes: Vec<u8>) -> usize {
        self.media.push((format!("picture{}.{ending}", self.media.len() + 1), bytes));
        self.media.len()
    }

    fn picture(&mut self, shown: usize, vectors: Option<usize>, (width, height): (i64, i64), caption: &str) {
        let words = escape(caption);
        let extension = vectors.map(parts::svg_extension).unwrap_or_default();
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing>\
             <wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{shown}\" name=\"Picture {shown}\" descr=\"{words}\"/>\
             <a:graphic xmlns:a=\"{main}\"><a:graphicData uri=\"{pictures}\"><pic:pic xmlns:pic=\"{pictures}\">\
             <pic:nvPicPr><pic:cNvPr id=\"{shown}\" name=\"Picture {shown}\" descr=\"{words}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"picture{shown}\">{extension}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
             </wp:inline></w:drawing></w:r></w:p>",
            main = parts::DRAWING,
            pictures = parts::PICTURE,
        );
        self.paragraph("Caption", &[Span::Text(caption.to_owned())]);
    }
}

/// The size at which a picture fits on a page.
fn fit(width: i64, height: i64) -> (i64, i64) {
    let (width, height) =
        if width > WIDEST { (WIDEST, height * WIDEST / width.max(1)) } else { (width, height) };
    if height > TALLEST { (width * TALLEST / height.max(1), TALLEST) } else { (width, height) }
}

/// Width and height of a PNG, from its first chunk.
fn png_size(png: &[u8]) -> anyhow::Result<(i64, i64)> {
    let number = |at: usize| {
        png.get(at..at + 4)?.try_into().ok().map(|bytes: [u8; 4]| i64::from(u32::from_be_bytes(bytes)))
    };
    match (png.starts_with(b"\x89PNG"), number(16), number(20)) {
        (true, Some(width), Some(height)) => Ok((width, height)),
        _ => anyhow::bail!("a screenshot is not a PNG file"),
    }
}

fn runs(spans: &[Span]) -> String {
    let run = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
    };
    let one = |span: &Span| match span {
        Span::Text(text) => run("", text),
        Span::Strong(text) => run("<w:b/>", text),
        Span::Code(text) => run("<w:rStyle w:val=\"Code\"/>", text),
        Span::Missing(fact) => run("<w:b/><w:highlight w:val=\"yellow\"/>", &fact.placeholder()),
    };
    spans.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::super::tests::sample;

    fn parts() -> Vec<(String, String)> {
        let bytes = super::render(&sample()).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let names: Vec<_> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        let read = |name: String| {
            let mut bytes = Vec::new();
            zip.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        };
        names.into_iter().map(read).collect()
    }

    /// Whether every element is closed by its own name, in order.
    fn is_well_formed(xml: &str) -> bool {
        let mut open = Vec::new();
        for tag in xml.split('<').skip(1) {
            let Some((tag, _)) = tag.split_once('>') else { return false };
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
            if tag.starts_with('?') || tag.ends_with('/') {
            } else if tag.starts_with('/') {
                if open.pop() != Some(name) {
                    return false;
                }
            } else {
                open.push(name);
            }
        }
        open.is_empty()
    }

    #[test]
    fn every_part_is_well_formed_and_every_picture_is_there() {
        let parts = parts();
        let text = |name: &str| &parts.iter().find(|(part, _)| part == name).unwrap().1;
        for (name, xml) in parts.iter().filter(|(name, _)| !name.starts_with("word/media/")) {
            assert!(is_well_formed(xml), "{name}: {xml}");
        }
        let body = text("word/document.xml");
        assert!(body.contains("A &amp; B") && body.contains("w:val=\"yellow\""), "{body}");
        assert!(body.contains("r:embed=\"picture2\"") && body.contains("svgBlip"), "{body}");
        let relations = text("word/_rels/document.xml.rels");
        assert!(relations.contains("media/picture1.svg") && relations.contains("media/picture2.emf"));
        assert!(text("word/media/picture1.svg").starts_with("<svg"));
        assert!(text("word/numbering.xml").contains("w:numId=\"2\""), "the steps have a list of their own");
    }
}
