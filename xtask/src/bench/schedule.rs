//! How long scheduling takes a person, from the form that is sent to the answer that says it is done, beside what Zoom's own
//! answer takes.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use super::median;
use crate::{
    run::{built, cargo, exists, program, root, wait},
    server::Server,
    steps::Steps,
};

/// What Rapport may add to Zoom's own answer, in milliseconds.
const MOST: f64 = 150.0;
/// Meetings on each side. Zoom lets a user change 100 a day.
const MEETINGS: usize = 40;
const JSON: &str = "content-type: application/json";

/// Schedules meetings in the sample world, in turns with calls that create one in its sandbox.
pub(crate) fn schedule(steps: &mut Steps) -> Result<()> {
    steps.run("build rapport", "cargo xtask bench schedule", || {
        ensure!(exists("curl"), "curl is missing: apt-get install curl");
        wait(cargo().args(["build", "--release", "--package", "rapport", "--bin", "rapport"]))
    })?;
    steps.run("schedule a meeting", "cargo xtask bench schedule", measure)
}

fn measure() -> Result<()> {
    let folder = root().join("target/bench-schedule");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let data = folder.join("data");
    let data = data.to_string_lossy();
    let demo = ["demo", "--data", &data, "--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0"];
    let rapport = Server::start(&built("release", "rapport"), &demo)?;
    let mara = Curl { jar: folder.join("cookies"), origin: rapport.url.clone() };
    let sandbox = mara.log_in_and_connect()?;
    let oskar = run(&["-X", "POST", &format!("{sandbox}/_sandbox/users/oskar@halden.example/connect")])?;
    let token = between(&oskar, "\"access_token\":\"", "\"").context("the sandbox gave no token")?;
    let contacts = mara.page("/contacts?q=Ana+Ferreira")?;
    // An id begins with a digit; the other links of the list do not.
    let links = contacts.split("href=\"/contacts/").skip(1);
    let mut ids = links.filter_map(|link| link.split(['"', '/', '?']).next());
    let ana = ids.find(|id| id.starts_with(|c: char| c.is_ascii_digit()));
    let ana = ana.context("Ana is not in the sample world")?;
    let path = format!("/contacts/{ana}/meetings");
    let form = mara.page(&format!("{path}/new"))?;
    let csrf = csrf(&form)?;
    let year = between(&form, "name=\"date\" type=\"date\" value=\"", "-").context("no date in the form")?;
    let day = format!("{}-06-03", year.parse::<u32>()? + 1);
    let (mut ours, mut zooms) = (Vec::new(), Vec::new());
    for n in 0..MEETINGS {
        let start = format!("{:02}:{:02}", n / 4, n % 4 * 15);
        let fields = [
            format!("csrf={csrf}"),
            format!("idempotency_key=bench-{n}"),
            format!("topic=Bench {n}"),
            format!("date={day}"),
            format!("start={start}"),
            "duration=15".to_owned(),
            "zone=Europe/Stockholm".to_owned(),
            "place=zoom".to_owned(),
            format!("invitee={ana}"),
            "waiting_room=on".to_owned(),
            "passcode=on".to_owned(),
            "send_invitation=on".to_owned(),
        ];
        ours.push(mara.timed(&path, &fields, "303")?);
        let body = format!(
            "{{\"topic\":\"Bench {n}\",\"type\":2,\"start_time\":\"{day}T{start}:00Z\",\"duration\":15}}"
        );
        let (bearer, address) =
            (format!("authorization: Bearer {token}"), format!("{sandbox}/v2/users/me/meetings"));
        zooms.push(time(&["-H", &bearer, "-H", JSON, "-d", &body, &address], "201")?);
    }
    let in_zoom = run(&[&format!("{sandbox}/_sandbox/state")])?;
    let made = in_zoom.matches("\"topic\":\"Bench ").count();
    ensure!(made == 2 * MEETINGS, "Zoom has {made} meetings of {}: some were still waiting", 2 * MEETINGS);
    let late = percentile(&mut ours, 95);
    let (ours, zooms) = (median(&mut ours), median(&mut zooms));
    println!("{MEETINGS} meetings each, in turns, on the same machine, median:");
    println!(
        "  POST /contacts/{{id}}/meetings until it says scheduled {ours:>7.1} ms (95th of 100: {late:.1} ms)"
    );
    println!("  POST /v2/users/me/meetings                             {zooms:>7.1} ms");
    println!(
        "  Rapport adds                                           {:>7.1} ms, ratio {:.1}",
        ours - zooms,
        ours / zooms
    );
    ensure!(
        ours - zooms <= MOST,
        "Rapport adds {:.1} ms to Zoom's answer, more than {MOST:.0}",
        ours - zooms
    );
    Ok(())
}

/// A person's browser, as far as it is needed.
struct Curl {
    jar: PathBuf,
    origin: String,
}

impl Curl {
    /// Logs in as the sample world's owner and connects Zoom; where the sandbox is.
    fn log_in_and_connect(&self) -> Result<String> {
        let token = format!("csrf={}", csrf(&self.page("/login")?)?);
        let login = [token, "email=mara@halden.example".to_owned(), "password=rapport-demo".to_owned()];
        self.timed("/login", &login, "303")?;
        let token = format!("csrf={}", csrf(&self.page("/settings/integrations")?)?);
        let jar = self.jar.to_string_lossy();
        let connect = format!("{}/integrations/zoom/connect", self.origin);
        let consent = run(&[
            "-b",
            &jar,
            "-c",
            &jar,
            "-o",
            "/dev/null",
            "-w",
            "%{redirect_url}",
            "--data-urlencode",
            &token,
            &connect,
        ])?;
        let (sandbox, _) = consent.split_once("/oauth/authorize").context("no way to Zoom's consent page")?;
        let allowed = format!("{consent}&auto_approve=1&login_as=mara@halden.example");
        let done = run(&["-L", "-b", &jar, "-c", &jar, &allowed])?;
        ensure!(done.contains("Zoom connected as"), "Zoom was not connected");
        Ok(sandbox.to_owned())
    }

    fn page(&self, path: &str) -> Result<String> {
        let jar = self.jar.to_string_lossy();
        run(&["-L", "-b", &jar, "-c", &jar, &format!("{}{path}", self.origin)])
    }

    /// Posts a form; milliseconds until the whole answer was there.
    fn timed(&self, path: &str, fields: &[String], status: &str) -> Result<f64> {
        let jar = self.jar.to_string_lossy();
        let address = format!("{}{path}", self.origin);
        let mut arguments = vec!["-b", &*jar, "-c", &*jar];
        for field in fields {
            arguments.extend(["--data-urlencode", field.as_str()]);
        }
        arguments.push(&address);
        time(&arguments, status)
    }
}

/// Milliseconds that a request takes, its connection included; it must be answered with this status.
fn time(arguments: &[&str], status: &str) -> Result<f64> {
    let told = run(&[&["-o", "/dev/null", "-w", "%{http_code} %{time_total}"], arguments].concat())?;
    let (got, seconds) = told.split_once(' ').with_context(|| format!("curl said {told}"))?;
    ensure!(got == status, "the answer was {got} and not {status}: {arguments:?}");
    Ok(seconds.parse::<f64>()? * 1000.0)
}

fn run(arguments: &[&str]) -> Result<String> {
    let output = program("curl").args(["-s", "-S"]).args(arguments).output().context("cannot start curl")?;
    ensure!(output.status.success(), "curl said: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn csrf(page: &str) -> Result<String> {
    let token = between(page, "name=\"csrf\" value=\"", "\"").context("the page has no form")?;
    Ok(token.to_owned())
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

fn percentile(figures: &mut [f64], hundredth: usize) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() * hundredth / 100]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_from_its_form() {
        let page = "<form><input type=\"hidden\" name=\"csrf\" value=\"abc-1\"></form>";
        assert_eq!(csrf(page).unwrap(), "abc-1");
        assert!(csrf("<p>nothing</p>").is_err());
    }

    #[test]
    fn the_slowest_of_a_hundred_is_beyond_the_95th() {
        let mut figures: Vec<f64> = (0..100).map(f64::from).collect();
        assert!((percentile(&mut figures, 95) - 95.0).abs() < f64::EPSILON);
    }
}
