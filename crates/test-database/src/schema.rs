//! What a database consists of, in words that do not tell which kind it is.

use std::fmt::Write as _;

use sea_orm::{DatabaseConnection, DbBackend, QueryResult};

use crate::rows;

const SQLITE_COLUMNS: &str = "SELECT m.name AS tab, c.name AS col, LOWER(c.type) AS typ, c.\"notnull\" = 1 AS needed, \
    COALESCE(c.dflt_value, '') AS preset, '' AS collation \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' \
    ORDER BY m.name, c.cid";
const POSTGRES_COLUMNS: &str = "SELECT t.relname::text AS tab, a.attname::text AS col, \
    format_type(a.atttypid, a.atttypmod) AS typ, a.attnotnull AS needed, \
    COALESCE(pg_get_expr(d.adbin, d.adrelid), '') AS preset, COALESCE(c.collname::text, '') AS collation \
    FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped \
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum \
    LEFT JOIN pg_collation c ON c.oid = a.attcollation \
    WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace ORDER BY t.relname::text COLLATE \"C\", a.attnum";

/// Unique keys, primary ones included, and other indexes: table, columns, whether unique, whether only for some rows.
const SQLITE_INDEXES: &str = "SELECT m.name AS tab, l.\"unique\" = 1 AS uniq, l.partial = 1 AS partial, \
    (SELECT GROUP_CONCAT(COALESCE(i.name, 'an expression'), ', ') FROM pragma_index_info(l.name) i) AS cols \
    FROM sqlite_master m JOIN pragma_index_list(m.name) l WHERE m.type = 'table'";
const POSTGRES_INDEXES: &str = "SELECT t.relname::text AS tab, x.indisunique AS uniq, x.indpred IS NOT NULL AS partial, \
    (SELECT string_agg(CASE WHEN x.indkey[k - 1] = 0 THEN 'an expression' \
    ELSE pg_get_indexdef(x.indexrelid, k, true) END, ', ' ORDER BY k) FROM generate_series(1, x.indnkeyatts) k) AS cols \
    FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid WHERE t.relnamespace = 'public'::regnamespace";

const SQLITE_REFERENCES: &str = "SELECT m.name AS tab, f.\"table\" AS target, \
    GROUP_CONCAT(f.\"from\" || ' = ' || f.\"to\", ', ') AS cols \
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id, f.\"table\"";
const POSTGRES_REFERENCES: &str = "SELECT t.relname::text AS tab, r.relname::text AS target, \
    string_agg(a.attname || ' = ' || b.attname, ', ' ORDER BY k.n) AS cols \
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid \
    CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(own, other, n) \
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own \
    JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.other \
    WHERE c.contype = 'f' GROUP BY c.oid, t.relname, r.relname";

pub(crate) async fn describe(db: &DatabaseConnection) -> String {
    let (columns, indexes, references) = match db.get_database_backend() {
        DbBackend::Sqlite => (SQLITE_COLUMNS, SQLITE_INDEXES, SQLITE_REFERENCES),
        _ => (POSTGRES_COLUMNS, POSTGRES_INDEXES, POSTGRES_REFERENCES),
    };
    let (columns, indexes, references) =
        (rows(db, columns).await, rows(db, indexes).await, rows(db, references).await);
    let mut tables: Vec<String> = columns.iter().map(|row| text(row, "tab")).collect();
    tables.dedup();
    let mut words = String::new();
    for table in tables {
        let _ = writeln!(words, "{table}");
        for row in columns.iter().filter(|row| text(row, "tab") == table) {
            let _ = writeln!(words, "    {}", column(row));
        }
        let mut keys: Vec<String> = of(&indexes, &table).map(index).collect();
        let relations = of(&references, &table);
        keys.extend(
            relations.map(|row| format!("refers to {} by {}", text(row, "target"), text(row, "cols"))),
        );
        keys.sort();
        for key in keys {
            let _ = writeln!(words, "  {key}");
        }
    }
    words
}

fn of<'a>(rows: &'a [QueryResult], table: &'a str) -> impl Iterator<Item = &'a QueryResult> {
    rows.iter().filter(move |row| text(row, "tab") == table)
}

fn column(row: &QueryResult) -> String {
    let kind = text(row, "typ");
    let collation = text(row, "collation");
    assert!(collation.is_empty() || collation == "C", "{} sorts by {collation}", text(row, "col"));
    let needed = if flag(row, "needed") { " not null" } else { "" };
    // PostgreSQL shows the type of a preset text beside it.
    let preset = text(row, "preset").to_lowercase();
    let preset = preset.split("::").next().filter(|preset| !preset.is_empty());
    let preset = preset.map(|preset| format!(" preset {preset}")).unwrap_or_default();
    format!("{} {kind}{needed}{preset}", text(row, "col"))
}

fn index(row: &QueryResult) -> String {
    let kind = if flag(row, "uniq") { "unique" } else { "index" };
    let partial = if flag(row, "partial") { " for some rows" } else { "" };
    // PostgreSQL puts words that are also its own in quotes.
    format!("{kind} ({}){partial}", text(row, "cols").replace('"', ""))
}

fn text(row: &QueryResult, name: &str) -> String {
    row.try_get("", name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn flag(row: &QueryResult, name: &str) -> bool {
    row.try_get("", name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Whether any row of any table has this text, in a text or inside of bytes, which PostgreSQL shows as hexadecimal
/// digits.
pub(crate) async fn holds(db: &DatabaseConnection, text: &str) -> bool {
    let tables = "SELECT relname::text AS tab FROM pg_class \
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";
    let digits = hex::encode(text);
    // A row in words has marks of its own around and inside of texts.
    let text = text.replace(['"', '\\'], "").replace('\'', "''");
    let tables = rows(db, tables).await;
    assert!(!tables.is_empty(), "the database is empty");
    for table in tables {
        let table = self::text(&table, "tab");
        let sql = format!(
            "SELECT 1 AS found FROM \"{table}\" r WHERE position('{text}' IN translate(r::text, '\"\\', '')) > 0 \
             OR position('{digits}' IN r::text) > 0 LIMIT 1"
        );
        if !rows(db, &sql).await.is_empty() {
            return true;
        }
    }
    false
}
