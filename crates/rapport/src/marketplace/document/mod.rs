//! One model for every document of the kit, rendered as Markdown, HTML and DOCX.

mod docx;
mod html;
mod markdown;
mod picture;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::config::{Fact, PublisherConfig};

pub use picture::{Area, Picture};

/// A document.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// A line below the title.
    pub subtitle: Vec<Span>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading of level 1 or 2 below the title.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list with bullets.
    List(Vec<Vec<Span>>),
    /// A list with numbers.
    Steps(Vec<Vec<Span>>),
    /// A table; every row has as many cells as the head.
    Table {
        /// Names of the columns.
        head: Vec<&'static str>,
        /// The rows.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// A drawing of our own.
    Drawing {
        /// What it shows.
        picture: Picture,
        /// The words below it.
        caption: String,
    },
    /// A photograph of a screen.
    Screenshot {
        /// File name, unique in the document.
        name: String,
        /// PNG.
        png: Vec<u8>,
        /// The words below it.
        caption: String,
    },
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Text(String),
    /// Words with weight.
    Strong(String),
    /// A name of the program.
    Code(String),
    /// What only the publisher knows, and has not said.
    Missing(Fact),
}

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Markdown; pictures stand in files beside it.
    Md,
    /// HTML, one file with everything in it.
    Html,
    /// Office Open XML, for Word and other office programs.
    Docx,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Md, Self::Html, Self::Docx];

    const fn ending(self) -> &'static str {
        match self {
            Self::Md => "md",
            Self::Html => "html",
            Self::Docx => "docx",
        }
    }
}

/// Reads a line: `` `name` `` is code, `**word**` has weight, and `{publisher.key}` is what the publisher says there.
pub fn line(text: &str, publisher: &PublisherConfig) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '{', '*']) {
        let (before, from) = rest.split_at(at);
        let (open, close) = match from.as_bytes().first() {
            Some(b'`') => ("`", "`"),
            Some(b'{') if from.starts_with("{publisher.") => ("{", "}"),
            Some(b'*') if from.starts_with("**") => ("**", "**"),
            _ => {
                push(&mut spans, &rest[..=at]);
                rest = &rest[at + 1..];
                continue;
            }
        };
        let Some((inside, after)) = from[open.len()..].split_once(close) else { break };
        push(&mut spans, before);
        spans.push(match open {
            "`" => Span::Code(inside.to_owned()),
            "**" => Span::Strong(inside.to_owned()),
            _ => fact(inside, publisher),
        });
        rest = after;
    }
    push(&mut spans, rest);
    spans
}

fn push(spans: &mut Vec<Span>, text: &str) {
    match spans.last_mut() {
        _ if text.is_empty() => {}
        Some(Span::Text(last)) => last.push_str(text),
        _ => spans.push(Span::Text(text.to_owned())),
    }
}

fn fact(key: &str, publisher: &PublisherConfig) -> Span {
    let known = Fact::ALL.iter().copied().find(|fact| fact.key() == key);
    match known.map(|fact| publisher.known(fact)) {
        Some(Ok(value)) => Span::Text(value.to_owned()),
        Some(Err(fact)) => Span::Missing(fact),
        // A test of each document finds this.
        None => Span::Text(format!("{{{key}}}")),
    }
}

impl Document {
    /// What is missing, each once, in the order in which it stands in the document.
    pub fn missing(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        let mut look = |spans: &[Span]| {
            for span in spans {
                if let Span::Missing(fact) = span
                    && !facts.contains(fact)
                {
                    facts.push(*fact);
                }
            }
        };
        look(&self.subtitle);
        for block in &self.blocks {
            match block {
                Block::Paragraph(spans) => look(spans),
                Block::List(items) | Block::Steps(items) => items.iter().for_each(|item| look(item)),
                Block::Table { rows, .. } => rows.iter().flatten().for_each(|cell| look(cell)),
                Block::Drawing { picture, .. } => look(&picture.missing()),
                Block::Heading(..) | Block::Screenshot { .. } => {}
            }
        }
        facts
    }

    /// The document as one text, for tests and for looking things up.
    pub fn text(&self) -> String {
        markdown::render(self)
    }

    /// Writes `stem` with the ending of the format, and what belongs to it, into the folder. The files' names.
    pub fn write(&self, format: Format, folder: &Path, stem: &str) -> anyhow::Result<Vec<PathBuf>> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let mut files = vec![(
            format!("{stem}.{}", format.ending()),
            match format {
                Format::Md => markdown::render(self).into_bytes(),
                Format::Html => html::render(self).into_bytes(),
                Format::Docx => docx::render(self)?,
            },
        )];
        if format == Format::Md {
            files.extend(markdown::pictures(self));
        }
        let mut written = Vec::new();
        for (name, bytes) in files {
            let path = folder.join(name);
            fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
            written.push(path);
        }
        Ok(written)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    #[test]
    fn a_line_knows_code_weight_and_what_the_publisher_says() {
        let publisher = PublisherConfig { name: Some("Halden".into()), ..PublisherConfig::default() };
        let spans = line(
            "**Who** runs `rapport`: {publisher.name}, {publisher.website}. A {brace} * star",
            &publisher,
        );
        assert_eq!(
            spans,
            [
                Span::Strong("Who".into()),
                Span::Text(" runs ".into()),
                Span::Code("rapport".into()),
                Span::Text(": ".into()),
                Span::Text("Halden, ".into()),
                Span::Missing(Fact::Website),
                Span::Text(". A {brace} * star".into()),
            ]
        );
    }

    pub(super) fn sample() -> Document {
        let publisher = PublisherConfig::default();
        let words = |text: &str| line(text, &publisher);
        Document {
            title: "A & B".into(),
            subtitle: words("by {publisher.name}"),
            blocks: vec![
                Block::Heading(1, "One <two>".into()),
                Block::Paragraph(words("Plain, `a|b`, **heavy**.")),
                Block::List(vec![words("first"), words("second")]),
                Block::Steps(vec![words("do this"), words("then that")]),
                Block::Table { head: vec!["Key", "Value"], rows: vec![vec![words("a|b"), words("`c`")]] },
                Block::Drawing {
                    picture: Picture::new(200, 100).area(Area::new(10, 10, 80, 40, "Zoom", &["a < b"])),
                    caption: "A drawing".into(),
                },
            ],
        }
    }

    #[test]
    fn what_is_missing_is_listed_once() {
        assert_eq!(sample().missing(), [Fact::Name]);
    }
}
