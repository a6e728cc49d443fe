//! Markdown of the publisher's own as HTML for strangers: no HTML passes through, and links lead only to the web, to mail
//! and into this site.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

/// The HTML. Headings become `h2` and lower: the page has a title of its own.
pub fn to_html(text: &str) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if leads_somewhere(link_type, &dest_url) { dest_url } else { CowStr::from("#") };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        // Pictures would come from other hosts, which our own policy forbids.
        Event::Start(Tag::Image { dest_url, title, .. }) => Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: if leads_somewhere(LinkType::Inline, &dest_url) { dest_url } else { CowStr::from("#") },
            title,
            id: CowStr::from(""),
        }),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        event => event,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

fn lower(level: pulldown_cmark::HeadingLevel) -> pulldown_cmark::HeadingLevel {
    use pulldown_cmark::HeadingLevel::{H1, H2, H3, H4, H5, H6};
    match level {
        H1 | H2 => H2,
        H3 => H3,
        H4 => H4,
        H5 => H5,
        H6 => H6,
    }
}

/// An address without a scheme stays on this site; of the others these are taken.
fn leads_somewhere(kind: LinkType, address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    kind == LinkType::Email
        || ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
        || (address.starts_with(['/', '#']) && !address.starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_html_passes_through() {
        let html = to_html(
            "Hello <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n![a](https://x.example/a.png)",
        );
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn links_lead_to_the_web_to_mail_and_into_this_site_only() {
        for bad in
            ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x"]
        {
            let html = to_html(&format!("[x]({bad}) ![y]({bad})"));
            assert!(!html.to_lowercase().contains(&bad.to_lowercase()), "{html}");
        }
        assert!(to_html("[x](/privacy)").contains("href=\"/privacy\""));
        assert!(to_html("<help@halden.example>").contains("mailto:help@halden.example"));
    }

    #[test]
    fn the_title_of_the_page_stays_the_only_one() {
        assert_eq!(to_html("# Adding").trim(), "<h2>Adding</h2>");
    }
}
