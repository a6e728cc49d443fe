//! Drawings of boxes and arrows: as SVG, which every browser prints sharply, and as EMF, which Word and `LibreOffice`
//! show in a document.

mod emf;

use std::fmt::Write as _;

use super::Span;
use super::html::escape;

/// A drawing; lengths are pixels of 1/96 inch, the origin is at the top left.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    areas: Vec<Area>,
    arrows: Vec<Arrow>,
}

/// A box with a title and lines of text.
#[derive(Debug, Clone)]
pub struct Area {
    left: i32,
    top: i32,
    width: i32,
    height: i32,
    title: String,
    lines: Vec<String>,
    missing: Vec<Span>,
    frame: bool,
    foreign: bool,
}

#[derive(Debug, Clone)]
struct Arrow {
    points: Vec<(i32, i32)>,
    both: bool,
    label: String,
    at: (i32, i32),
}

impl Area {
    /// A box of ours.
    pub fn new(left: i32, top: i32, width: i32, height: i32, title: &str, lines: &[&str]) -> Self {
        let lines = lines.iter().map(|line| (*line).to_owned()).collect();
        let title = title.to_owned();
        Self { left, top, width, height, title, lines, missing: Vec::new(), frame: false, foreign: false }
    }

    /// Drawn as a dashed frame around others.
    #[must_use]
    pub fn frame(mut self) -> Self {
        self.frame = true;
        self
    }

    /// Run by somebody else: drawn in another colour.
    #[must_use]
    pub fn foreign(mut self) -> Self {
        self.foreign = true;
        self
    }

    /// Adds a line that the publisher knows, or its mark.
    #[must_use]
    pub fn says(mut self, spans: &[Span]) -> Self {
        let mut line = String::new();
        for span in spans {
            match span {
                Span::Text(text) | Span::Strong(text) | Span::Code(text) => line.push_str(text),
                Span::Missing(fact) => {
                    let _ = write!(line, "[{}]", fact.key());
                    self.missing.push(span.clone());
                }
            }
        }
        self.lines.push(line);
        self
    }
}

impl Picture {
    /// An empty drawing.
    pub const fn new(width: i32, height: i32) -> Self {
        Self { width, height, areas: Vec::new(), arrows: Vec::new() }
    }

    /// Adds a box.
    #[must_use]
    pub fn area(mut self, area: Area) -> Self {
        self.areas.push(area);
        self
    }

    /// Adds an arrow along these points, with its label at a place of its own; lines of the label are parted by `\n`.
    #[must_use]
    pub fn arrow(mut self, points: &[(i32, i32)], both: bool, at: (i32, i32), label: &str) -> Self {
        self.arrows.push(Arrow { points: points.to_vec(), both, label: label.to_owned(), at });
        self
    }

    /// What only the publisher knows and the drawing lacks.
    pub(super) fn missing(&self) -> Vec<Span> {
        self.areas.iter().flat_map(|area| area.missing.clone()).collect()
    }

    /// Everything that is written in it.
    fn words(&self) -> String {
        let areas = self.areas.iter().flat_map(|area| std::iter::once(&area.title).chain(&area.lines));
        areas.map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    /// As SVG, with a description for those who cannot see it.
    pub fn svg(&self) -> String {
        let (width, height) = (self.width, self.height);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" aria-label=\"{}\" font-family=\"Helvetica, Arial, sans-serif\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
            escape(&self.words())
        );
        for area in &self.areas {
            let (fill, line) = area.colours();
            let dash = if area.frame { " stroke-dasharray=\"7 5\"" } else { "" };
            let _ = writeln!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#{fill:06x}\" \
                 stroke=\"#{line:06x}\" stroke-width=\"1.5\"{dash}/>",
                area.left, area.top, area.width, area.height
            );
        }
        for arrow in &self.arrows {
            let points: Vec<_> = arrow.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
            let _ = writeln!(
                out,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"#33415c\" stroke-width=\"1.5\"/>",
                points.join(" ")
            );
            for head in arrow.heads() {
                let points: Vec<_> = head.iter().map(|(x, y)| format!("{x},{y}")).collect();
                let _ = writeln!(out, "<polygon points=\"{}\" fill=\"#33415c\"/>", points.join(" "));
            }
        }
        for text in self.texts() {
            let weight = if text.strong { " font-weight=\"bold\"" } else { "" };
            let _ = writeln!(
                out,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight} fill=\"#{:06x}\">{}</text>",
                text.left,
                text.base,
                text.size,
                text.colour,
                escape(&text.words)
            );
        }
        out.push_str("</svg>\n");
        out
    }

    /// As EMF ([MS-EMF]): vectors and text, nothing else.
    pub(super) fn emf(&self) -> Vec<u8> {
        emf::render(self)
    }

    fn texts(&self) -> Vec<Text> {
        let mut texts = Vec::new();
        for area in &self.areas {
            let colour = if area.foreign { 0x0007_3b8e } else { 0x001c_2430 };
            let (left, top) = (area.left + 10, area.top + 20);
            texts.push(Text { left, base: top, size: 14, strong: true, colour, words: area.title.clone() });
            for (line, at) in area.lines.iter().zip(1..) {
                let base = top + at * 16;
                texts.push(Text {
                    left,
                    base,
                    size: 12,
                    strong: false,
                    colour: 0x003a_4657,
                    words: line.clone(),
                });
            }
        }
        for arrow in &self.arrows {
            for (line, at) in arrow.label.lines().zip(0..) {
                let (left, base) = (arrow.at.0, arrow.at.1 + at * 14);
                let words = line.to_owned();
                texts.push(Text { left, base, size: 11, strong: false, colour: 0x0033_415c, words });
            }
        }
        texts
    }
}

impl Area {
    /// Fill and line, as RGB.
    const fn colours(&self) -> (u32, u32) {
        match (self.frame, self.foreign) {
            (true, _) => (0x00fb_fcfd, 0x007b_8794),
            (false, true) => (0x00e8_f1fc, 0x002b_6cb0),
            (false, false) => (0x00f0_f3f7, 0x0033_415c),
        }
    }
}

impl Arrow {
    /// A triangle at each end that has one. Arrows run straight along an axis.
    fn heads(&self) -> Vec<[(i32, i32); 3]> {
        let mut heads = Vec::new();
        if let [.., from, to] = self.points[..] {
            heads.push(head(from, to));
        }
        if self.both
            && let [to, from, ..] = self.points[..]
        {
            heads.push(head(from, to));
        }
        heads
    }
}

fn head((from_x, from_y): (i32, i32), (x, y): (i32, i32)) -> [(i32, i32); 3] {
    let (along_x, along_y) = ((x - from_x).signum(), (y - from_y).signum());
    let (back_x, back_y) = (x - along_x * 9, y - along_y * 9);
    [(x, y), (back_x - along_y * 5, back_y - along_x * 5), (back_x + along_y * 5, back_y + along_x * 5)]
}

struct Text {
    left: i32,
    base: i32,
    size: i32,
    strong: bool,
    colour: u32,
    words: String,
}
