use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use tower::ServiceExt;
use url::Url;

use crate::{Form, PUBLIC_URL, Page};

/// Redirects that a browser follows before it gives up.
const MOST_REDIRECTS: u32 = 10;

/// A browser: keeps cookies, follows redirects, fills in forms. Scripts do not run.
pub struct Browser {
    router: Router,
    http: reqwest::Client,
    cookies: Mutex<BTreeMap<String, String>>,
    address: Mutex<IpAddr>,
}

impl Browser {
    pub(crate) fn new(router: Router, http: reqwest::Client) -> Self {
        let address = Mutex::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 14)));
        Self { router, http, cookies: Mutex::default(), address }
    }

    /// Whoever opens connections from now on has this address; before, it is 192.0.2.14.
    pub fn comes_from(&self, address: &str) {
        *self.address.lock().unwrap_or_else(PoisonError::into_inner) = address.parse().expect("an address");
    }

    /// Opens a page of Rapport and follows redirects within it. `path` begins with a slash.
    pub async fn get(&self, path: &str) -> Page {
        let page = self.request(Method::GET, path, &[], String::new()).await;
        self.follow(page).await
    }

    /// Opens a page without following a redirect: see [`Page::location`].
    pub async fn fetch(&self, path: &str) -> Page {
        self.request(Method::GET, path, &[], String::new()).await
    }

    /// Opens a page the way an island does that shows it as a dialog.
    pub async fn fragment(&self, path: &str) -> Page {
        self.request(Method::GET, path, &[("x-rapport-fragment", "dialog")], String::new()).await
    }

    /// Opens `path`, fills in the one POST form there that has all these fields, presses its first button, and
    /// follows where that leads.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get(path).await;
        let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
        let form = page.form_with(&names);
        let form = fields.iter().fold(form, |form, (name, value)| form.set(name, value));
        self.send(form).await
    }

    /// Opens `path` and presses the button of this name.
    pub async fn press(&self, path: &str, button: &str) -> Page {
        let form = self.get(path).await.form(button);
        self.send(form).await
    }

    /// Sends a form and follows where that leads.
    pub async fn send(&self, form: Form) -> Page {
        let page = self.submit(&form, &[]).await;
        self.follow(page).await
    }

    /// Sends a form without following a redirect.
    pub async fn send_only(&self, form: Form) -> Page {
        self.submit(&form, &[]).await
    }

    /// Sends a form the way an island does that shows the answer as a dialog.
    pub async fn send_fragment(&self, form: Form) -> Page {
        self.submit(&form, &[("x-rapport-fragment", "dialog")]).await
    }

    /// Posts exactly these fields, without looking at any page: a forged request with the person's cookies.
    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.request(Method::POST, path, &[("content-type", "application/x-www-form-urlencoded")], body).await
    }

    /// One request as it is, with the person's cookies. A POST says that it comes from our own pages unless the
    /// headers say otherwise.
    pub async fn request(&self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Page {
        let given = |name: &str| headers.iter().any(|(key, _)| *key == name);
        let mut request = Request::builder().method(&method).uri(path).header(header::HOST, host());
        if method == Method::POST && !given("origin") && !given("sec-fetch-site") {
            request = request.header(header::ORIGIN, PUBLIC_URL).header("sec-fetch-site", "same-origin");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookies) = self.cookie_header() {
            request = request.header(header::COOKIE, cookies);
        }
        let address = *self.address.lock().unwrap_or_else(PoisonError::into_inner);
        let request = request.extension(ConnectInfo(SocketAddr::new(address, 40_000)));
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep_cookie(cookie.to_str().expect("a cookie is text"));
        }
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let location = parts.headers.get(header::LOCATION);
        Page {
            status: parts.status.as_u16(),
            path: path.to_owned(),
            location: location.map(|location| location.to_str().expect("a location is text").to_owned()),
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    /// Allows the connection on Zoom's consent page as the Zoom user `email`, without looking at the page. The path
    /// and query of Rapport that Zoom sends the browser back to.
    pub async fn allow_in_zoom(&self, consent: &Url, email: &str) -> String {
        let mut consent = consent.clone();
        consent.query_pairs_mut().append_pair("auto_approve", "1").append_pair("login_as", email);
        way_back(&self.http.get(consent).send().await.expect("the sandbox answers"))
    }

    /// Presses **Decline** on Zoom's consent page. The path and query of Rapport that Zoom sends the browser back to.
    pub async fn decline_in_zoom(&self, consent: &Url) -> String {
        let mut fields = url::form_urlencoded::Serializer::new(String::new());
        fields.append_pair("query", consent.query().unwrap_or_default()).append_pair("decision", "decline");
        let answer = self
            .http
            .post(consent.join("/oauth/authorize").expect("an address"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(fields.finish());
        way_back(&answer.send().await.expect("the sandbox answers"))
    }

    /// Presses **Request approval** on the consent page of an account whose admin decides. What Zoom answers.
    pub async fn ask_admin_in_zoom(&self, consent: &Url) -> String {
        let mut fields = url::form_urlencoded::Serializer::new(String::new());
        fields.append_pair("query", consent.query().unwrap_or_default()).append_pair("decision", "request");
        let answer = self
            .http
            .post(consent.join("/oauth/authorize").expect("an address"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(fields.finish());
        answer.send().await.expect("the sandbox answers").text().await.expect("a page")
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Sets a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), value.to_owned());
    }

    async fn submit(&self, form: &Form, headers: &[(&str, &str)]) -> Page {
        if form.method == "GET" {
            let path = form.action.split('?').next().unwrap_or_default();
            return self
                .request(Method::GET, &format!("{path}?{}", form.encoded()), headers, String::new())
                .await;
        }
        let mut headers = headers.to_vec();
        headers.push(("content-type", "application/x-www-form-urlencoded"));
        self.request(Method::POST, &form.action, &headers, form.encoded()).await
    }

    async fn follow(&self, mut page: Page) -> Page {
        for _ in 0..MOST_REDIRECTS {
            let location = page.location.as_deref();
            let Some(local) = location.and_then(|to| to.strip_prefix(PUBLIC_URL).or(Some(to))) else {
                return page;
            };
            if !local.starts_with('/') || local.starts_with("//") {
                return page;
            }
            let path = local.split('#').next().unwrap_or_default().to_owned();
            page = self.request(Method::GET, &path, &[], String::new()).await;
        }
        panic!("more than {MOST_REDIRECTS} redirects, the last to {}", page.path);
    }

    fn cookie_header(&self) -> Option<String> {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn keep_cookie(&self, set_cookie: &str) {
        let (pair, attributes) = set_cookie.split_once(';').unwrap_or((set_cookie, ""));
        let Some((name, value)) = pair.split_once('=') else { return };
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        if attributes.to_ascii_lowercase().contains("max-age=0") {
            cookies.remove(name.trim());
        } else {
            cookies.insert(name.trim().to_owned(), value.trim().to_owned());
        }
    }
}

/// Where in Rapport an answer of Zoom leads.
fn way_back(answer: &reqwest::Response) -> String {
    let back = answer.headers().get(header::LOCATION).expect("Zoom sends the browser back");
    let back = back.to_str().expect("an address");
    back.strip_prefix(PUBLIC_URL).unwrap_or_else(|| panic!("Zoom leads elsewhere: {back}")).to_owned()
}

fn host() -> &'static str {
    PUBLIC_URL.trim_start_matches("https://")
}

impl std::fmt::Debug for Browser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Browser")
    }
}
