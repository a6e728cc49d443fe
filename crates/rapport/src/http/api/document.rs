//! The OpenAPI document: what holds for all operations is said here once.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, Info, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder, Server,
};

use super::problem::{FieldProblem, Problem};

const TOKEN: &str = "token";

/// What the document begins with.
pub(super) fn head() -> OpenApi {
    let mut info = Info::new("Rapport", "1");
    info.description = Some(
        "Contacts, companies, deals and Zoom meetings of one workspace, for programs of its people. A program comes with a \
         token of Settings, API tokens, and may what its person may, never more. Times are RFC 3339; the zone in which \
         somebody planned stands beside them by its IANA name. Every error is a problem (RFC 9457)."
            .to_owned(),
    );
    OpenApiBuilder::new().info(info).build()
}

/// The document with what every operation has: the token, and the answers that have nothing to do with what it does.
pub(super) fn complete(mut document: OpenApi, address: &str) -> OpenApi {
    document.servers = Some(vec![Server::new(address)]);
    let components = document.components.get_or_insert_with(Components::new);
    for (name, schema) in schemas() {
        components.schemas.insert(name, schema);
    }
    let mut scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    scheme.description = Some("A token of Settings, API tokens: `rapport_…`".to_owned());
    components.add_security_scheme(TOKEN, SecurityScheme::Http(scheme));
    document.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>(TOKEN, [])]);
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            finish(operation);
        }
    }
    document
}

fn schemas() -> Vec<(String, RefOr<utoipa::openapi::Schema>)> {
    use utoipa::{PartialSchema, ToSchema};
    vec![
        (Problem::name().into_owned(), Problem::schema()),
        (FieldProblem::name().into_owned(), FieldProblem::schema()),
    ]
}

fn finish(operation: &mut Operation) {
    let mut add = |status: &str, means: &str| {
        let answer = problem(means, matches!(status, "429" | "503"));
        operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(answer));
    };
    add("401", "No token, or one that is unknown, was revoked or has ended.");
    add("429", "This token asked too often.");
    add("500", "Something went wrong on our side.");
    add("503", "The server is busy, or its database does not answer.");
    for parameter in operation.parameters.iter().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        if parameter.name == "cursor" {
            add("422", "The cursor is none.");
        }
        match parameter.parameter_in {
            ParameterIn::Path => add("404", "There is no such thing in this workspace."),
            ParameterIn::Query => add("400", "A part of the query cannot be read."),
            ParameterIn::Header => add("400", "A header cannot be read."),
            ParameterIn::Cookie | ParameterIn::QueryString => {}
        }
    }
    if operation.request_body.is_some() {
        add("400", "The body is not JSON.");
        add("403", "The role of the person, or the token, does not allow it.");
        add("413", "The body is larger than 256 KiB.");
        add("415", "The body is not sent as application/json.");
        add("422", "The body, or a field of it, is not as it should be.");
    }
}

fn problem(means: &str, says_when: bool) -> utoipa::openapi::Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let mut response = ResponseBuilder::new().description(means).content("application/problem+json", content);
    if says_when {
        let seconds = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)).minimum(Some(1));
        let header = HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds to wait.")).build();
        response = response.header("Retry-After", header);
    }
    response.build()
}
