//! Stylesheet, icons and islands inside the binary, under names that change with their content.
//!
//! The stylesheet is `assets/css/*.css` in the order of their names; the icon sprite is `assets/icons/*.svg`,
//! one symbol a file. Both are put together once, at first use.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// One file as it is served.
#[derive(Debug)]
pub struct Asset {
    /// MIME type.
    pub content_type: &'static str,
    /// The bytes.
    pub body: Vec<u8>,
}

struct Assets {
    /// Plain name to served name: `app.css` to `app.1f2e3d4c.css`.
    names: BTreeMap<String, String>,
    served: BTreeMap<String, Asset>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::collect);

/// URL of an asset: `app.css`, `icons.svg`, `js/app.js`.
pub fn url(name: &str) -> String {
    match ASSETS.names.get(name) {
        Some(served) => format!("/static/{served}"),
        None => format!("/static/{name}"),
    }
}

/// The asset behind the path after `/static/`.
pub fn find(served: &str) -> Option<&'static Asset> {
    ASSETS.served.get(served)
}

impl Assets {
    fn collect() -> Self {
        let mut assets = Self { names: BTreeMap::new(), served: BTreeMap::new() };
        let mut css = String::new();
        let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
        let mut scripts = Vec::new();
        let mut paths: Vec<_> = Files::iter().collect();
        paths.sort_unstable();
        for path in paths {
            let Some(file) = Files::get(&path) else { continue };
            let text = || String::from_utf8_lossy(&file.data).into_owned();
            match path.split_once('/') {
                Some(("css", _)) => css.push_str(&text()),
                Some(("icons", name)) => {
                    if let Some(name) = name.strip_suffix(".svg") {
                        sprite.push_str(&symbol(name, &text()));
                    }
                }
                Some(("js", _)) => scripts.push((path.to_string(), text())),
                Some(("images", name)) => assets.add(name, &file.data),
                _ => {}
            }
        }
        sprite.push_str("</svg>");
        assets.add("app.css", css.as_bytes());
        assets.add("icons.svg", sprite.as_bytes());
        // Modules import each other by plain names, so one hash over all of them names their folder.
        let whole: String = scripts.iter().map(|(_, text)| text.as_str()).collect();
        let hash = short_hash(whole.as_bytes());
        for (path, text) in scripts {
            let served = path.replacen("js/", &format!("js-{hash}/"), 1);
            assets
                .served
                .insert(served.clone(), Asset { content_type: content_type(&path), body: text.into() });
            assets.names.insert(path, served);
        }
        assets
    }

    fn add(&mut self, name: &str, body: &[u8]) {
        let served = match name.rsplit_once('.') {
            Some((stem, ending)) => format!("{stem}.{}.{ending}", short_hash(body)),
            None => name.to_owned(),
        };
        self.names.insert(name.to_owned(), served.clone());
        self.served.insert(served, Asset { content_type: content_type(name), body: body.to_vec() });
    }
}

fn short_hash(body: &[u8]) -> String {
    hex::encode(&Sha256::digest(body)[..4])
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

/// `<svg …>drawing</svg>` of one file as `<symbol id="name" …>drawing</symbol>`.
fn symbol(name: &str, svg: &str) -> String {
    let inner = svg.find("<svg").and_then(|start| {
        let open = svg[start..].find('>')? + start + 1;
        let close = svg.rfind("</svg>")?;
        svg.get(open..close)
    });
    format!(
        "<symbol id=\"{name}\" viewBox=\"0 0 24 24\"
         stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</symbol>",
        inner.unwrap_or_default().trim()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_with_the_content_and_lead_to_it() {
        let served = url("app.css");
        let asset = find(served.trim_start_matches("/static/")).unwrap();
        assert_eq!(asset.content_type, "text/css; charset=utf-8");
        assert!(served.contains(&short_hash(&asset.body)));
    }

    #[test]
    fn an_icon_becomes_a_symbol() {
        let text = symbol("video", "<!-- c --><svg viewBox=\"0 0 24 24\"><path d=\"M1 1\"/></svg>");
        assert!(text.starts_with("<symbol id=\"video\"") && text.ends_with("<path d=\"M1 1\"/></symbol>"));
    }
}
