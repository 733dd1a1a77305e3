//! Golden files: the schema and the policy, so that a change of either shows as a diff.
//! `NQL_UPDATE_GOLDEN=1 cargo test` writes them anew.

use std::{collections::BTreeSet, fmt::Write, fs, path::PathBuf};

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{InterfaceType, ObjectType, TypeKind, TypeSystemDefinition},
    },
};
use nql::{
    api::{policy::Printed, schema},
    auth::Audience,
};

/// Holds `text` against a golden file, or writes it.
pub fn assert_golden(file: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("NQL_UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).unwrap();
        return;
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    if known != text {
        let line = known.lines().zip(text.lines()).find(|(known, text)| known != text);
        panic!(
            "{file} is out of date (first difference: {line:?}); run NQL_UPDATE_GOLDEN=1 cargo test --test it golden"
        );
    }
}

pub fn the_printed_schema_is_the_committed_one() {
    assert_golden("schema.graphql", &schema::print(&schema::build()));
}

pub fn the_policy_of_every_field_is_the_committed_one() {
    let printed = Printed::read(&schema::print(&schema::build())).unwrap();
    let mut text = String::new();
    let header: Vec<&str> = Audience::ALL.iter().map(|audience| audience.word()).collect();
    let _ = writeln!(text, "{:<45} {}", "field", header.join(" "));
    for (field, allow) in printed.matrix() {
        let marks: Vec<String> = Audience::ALL
            .iter()
            .map(|audience| {
                format!("{:<width$}", if allow.contains(audience) { "yes" } else { "-" }, width = audience.word().len())
            })
            .collect();
        let _ = writeln!(text, "{field:<45} {}", marks.join(" ").trim_end());
    }
    assert_golden("tests/it/snapshots/policy_matrix.snap", &text);
}

pub fn the_printed_schema_is_whole() {
    assert_whole(&schema::print(&schema::build()));
}

pub fn the_schema_of_a_role_is_all_that_is_for_it_and_nothing_else() {
    let all = Printed::read(&schema::print(&schema::build())).unwrap().matrix();
    for audience in Audience::ALL {
        let sdl = schema::print(&schema::build_for(audience));
        assert_whole(&sdl);
        let found = Printed::read(&sdl).unwrap().matrix();
        let expected: Vec<_> = all.iter().filter(|(_, allow)| allow.contains(&audience)).cloned().collect();
        assert_eq!(found, expected, "{audience:?}");
        // Filters and orders say whom they are for in their description.
        for line in sdl.lines().filter(|line| line.contains(" For: ")) {
            assert!(line.contains(audience.word()), "{audience:?}: {line}");
        }
    }
    let length = |audience| schema::print(&schema::build_for(audience)).len();
    assert!(length(Audience::Anonymous) * 5 < length(Audience::Staff), "who is nobody is shown little");
}

/// Every type that is named is there and has something in it, and every object has the fields of its interfaces: tools
/// refuse a schema that is not whole.
fn assert_whole(sdl: &str) {
    let names: BTreeSet<&str> = sdl
        .lines()
        .filter_map(|line| {
            ["type ", "interface ", "input ", "enum ", "scalar ", "union "]
                .iter()
                .find_map(|kind| line.strip_prefix(kind))
        })
        .filter_map(|rest| rest.split([' ', '@', '{']).next())
        .collect();
    for line in sdl.lines().filter(|line| line.starts_with("type ") || line.starts_with("interface ")) {
        for name in line
            .split_once(" implements ")
            .into_iter()
            .flat_map(|(_, rest)| rest.split(['@', '{']).next().unwrap_or_default().split('&'))
        {
            assert!(names.contains(name.trim()), "{line}: there is no {name}");
        }
    }
    assert!(names.contains("UserError") && names.contains("Node"));
    let mut referred = Vec::new();
    let printed = Printed::read(sdl).unwrap().fields();
    let mut behind = Vec::new();
    for definition in parse_schema(sdl).unwrap().definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let name = ty.node.name.node;
        let is_empty = match &ty.node.kind {
            TypeKind::Object(object) => object.fields.is_empty(),
            TypeKind::Interface(interface) => interface.fields.is_empty(),
            TypeKind::InputObject(input) => input.fields.is_empty(),
            TypeKind::Enum(values) => values.values.is_empty(),
            TypeKind::Scalar | TypeKind::Union(_) => false,
        };
        assert!(!is_empty, "{name} has nothing in it");
        if let TypeKind::Object(object) = &ty.node.kind {
            behind.extend(object.implements.iter().map(|interface| (name.to_string(), interface.node.to_string())));
        }
        match ty.node.kind {
            TypeKind::Object(ObjectType { fields, .. }) | TypeKind::Interface(InterfaceType { fields, .. }) => {
                for field in fields {
                    referred.push(field.node.ty.node.to_string());
                    referred.extend(field.node.arguments.iter().map(|argument| argument.node.ty.node.to_string()));
                }
            }
            TypeKind::InputObject(input) => {
                referred.extend(input.fields.iter().map(|field| field.node.ty.node.to_string()));
            }
            TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) => {}
        }
    }
    assert!(behind.iter().any(|(_, interface)| interface == "UserError"));
    for (object, interface) in behind {
        let prefix = format!("{interface}.");
        for field in printed.iter().filter_map(|field| field.strip_prefix(&prefix)) {
            assert!(printed.contains(&format!("{object}.{field}")), "{object} is no {interface}: it has no {field}");
        }
    }
    for ty in referred {
        let name = ty.trim_matches(['[', ']', '!']);
        let is_built_in = ["Boolean", "Float", "ID", "Int", "String"].contains(&name);
        assert!(is_built_in || names.contains(name), "there is no {name}");
    }
}

/// What readers take for one person: a juror or a teacher is called what they are.
const PRONOUNS: [&str; 8] = ["she", "her", "hers", "herself", "he", "his", "him", "himself"];

/// What a description says that its reader cannot know: a pronoun for one person, or a code of the design, such as
/// `INV-12`, `R69`, `Q3` or `F1`. Only criteria (`C1` to `C5`, their questions such as `C1.1`) and gates (`G1` to `G3`) have
/// codes that the API itself uses.
fn riddles(description: &str) -> Vec<&str> {
    let is_code = |word: &str| {
        let code = word.strip_prefix("INV-").map(|number| ("INV", number)).or_else(|| word.split_at_checked(1));
        code.is_some_and(|(kind, number)| {
            let known = match kind {
                "C" => 5,
                "G" => 3,
                "INV" | "R" | "Q" | "F" => 0,
                _ => return false,
            };
            number.parse::<u32>().is_ok_and(|number| number == 0 || number > known)
        })
    };
    description
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .filter(|word| PRONOUNS.contains(&word.to_lowercase().as_str()) || is_code(word))
        .collect()
}

pub fn everything_is_described_for_a_front_end_developer() {
    assert_eq!(riddles("Her own school (INV-10, F1); R69, Q3 and C6."), ["Her", "INV-10", "F1", "R69", "Q3", "C6"]);
    assert_eq!(riddles("There the others are: `C1` to `C5`, `G1`, C1.1, NFC, SHA-256."), Vec::<&str>::new());
    let document = parse_schema(schema::print(&schema::build())).unwrap();
    let mut silent = Vec::new();
    let mut odd = Vec::new();
    let mut describe = |what: String, description: &Option<Positioned<String>>| {
        let text = description.as_ref().map_or("", |text| text.node.trim());
        if text.is_empty() {
            silent.push(what);
        } else if !riddles(text).is_empty() {
            odd.push(format!("{what}: {text}"));
        }
    };
    for definition in document.definitions {
        let ty = match definition {
            TypeSystemDefinition::Type(ty) => ty,
            TypeSystemDefinition::Directive(directive) => {
                describe(format!("@{}", directive.node.name.node), &directive.node.description);
                continue;
            }
            TypeSystemDefinition::Schema(_) => continue,
        };
        let name = ty.node.name.node.to_string();
        if !["Boolean", "Float", "ID", "Int", "String"].contains(&name.as_str()) {
            describe(name.clone(), &ty.node.description);
        }
        match ty.node.kind {
            TypeKind::Object(ObjectType { fields, .. }) | TypeKind::Interface(InterfaceType { fields, .. }) => {
                for field in fields {
                    let field = field.node;
                    for argument in &field.arguments {
                        let what = format!("{name}.{}({})", field.name.node, argument.node.name.node);
                        describe(what, &argument.node.description);
                    }
                    describe(format!("{name}.{}", field.name.node), &field.description);
                }
            }
            TypeKind::InputObject(input) => {
                for field in input.fields {
                    describe(format!("{name}.{}", field.node.name.node), &field.node.description);
                }
            }
            TypeKind::Enum(values) => {
                for value in values.values {
                    describe(format!("{name}.{}", value.node.value.node), &value.node.description);
                }
            }
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }
    assert_eq!(silent, Vec::<String>::new(), "without a description");
    assert_eq!(odd, Vec::<String>::new(), "a pronoun for one person, or a code of the design");
}

/// What is odd about the name of a field or of an argument of this type: yes or no is `is...` or `has...`, an instant
/// `...At`, a day `...On`, where something stands `...status`. The operators of filters are shorter.
fn oddly_named(name: &str, ty: &str) -> bool {
    let begins = |word: &str| name.strip_prefix(word).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let is_operator = ["eq", "in", "gte", "lt"].contains(&name);
    let fits = match ty.trim_matches(['[', ']', '!']).trim_end_matches("Filter") {
        "Boolean" => ["is", "has", "viewerIs", "viewerHas", "viewerCan"].into_iter().any(begins),
        "DateTime" => name.ends_with("At"),
        "Date" => name.ends_with("On"),
        status if status.ends_with("Status") => name == "status" || name.ends_with("Status"),
        _ => true,
    };
    let lower = name.to_lowercase();
    lower.ends_with("state") || lower.ends_with("centi") || !fits && !is_operator
}

pub fn names_follow_from_types() {
    assert!(oddly_named("holds", "Boolean!") && oddly_named("island", "Boolean") && !oddly_named("isMet", "Boolean!"));
    assert!(
        oddly_named("at", "DateTime!") && oddly_named("esepFrom", "DateFilter") && oddly_named("scoreCenti", "Int!")
    );
    let document = parse_schema(schema::print(&schema::build())).unwrap();
    let mut odd = Vec::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let name = ty.node.name.node.to_string();
        let fields: Vec<(String, String)> = match ty.node.kind {
            TypeKind::Object(ObjectType { fields, .. }) | TypeKind::Interface(InterfaceType { fields, .. }) => fields
                .into_iter()
                .map(|field| (field.node.name.node.to_string(), field.node.ty.node.to_string()))
                .collect(),
            TypeKind::InputObject(input) => input
                .fields
                .into_iter()
                .map(|field| (field.node.name.node.to_string(), field.node.ty.node.to_string()))
                .collect(),
            TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) => Vec::new(),
        };
        let is_payload = name.ends_with("Payload");
        for (field, ty) in fields.into_iter().filter(|(field, _)| field != "userErrors") {
            // The clock has the name that clients look for.
            if (name.as_str(), field.as_str()) == ("Query", "serverTime") {
                continue;
            }
            let is_odd = if is_payload { !is_named_after(&field, &ty) } else { oddly_named(&field, &ty) };
            if is_odd {
                odd.push(format!("{name}.{field}: {ty}"));
            }
        }
    }
    assert_eq!(odd, Vec::<String>::new());
}

/// Whether a field of a payload is called as its type is: `assignmentPlan: AssignmentPlan`. Scalars say what they are.
fn is_named_after(field: &str, ty: &str) -> bool {
    let name = ty.trim_matches(['[', ']', '!']);
    if ["Boolean", "ID", "Int", "String"].contains(&name) {
        return !oddly_named(field, ty);
    }
    let words = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphabetic()).collect::<String>().to_lowercase()
    };
    let (field, name) = (words(field), words(name));
    let several = [format!("{name}s"), format!("{name}es"), format!("{}ies", name.trim_end_matches('y'))];
    if ty.starts_with('[') { several.contains(&field) || field == "conflictsofinterest" } else { field == name }
}

/// What may be null says when; what is chosen from says whether more can come.
pub fn a_description_says_what_its_reader_must_reckon_with() {
    let document = parse_schema(schema::print(&schema::build())).unwrap();
    let mut silent = Vec::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let name = ty.node.name.node.to_string();
        let text =
            |text: &Option<Positioned<String>>| text.as_ref().map_or_else(String::new, |text| text.node.to_lowercase());
        match ty.node.kind {
            TypeKind::Object(ObjectType { fields, .. }) | TypeKind::Interface(InterfaceType { fields, .. }) => {
                for field in fields {
                    let ty = &field.node.ty.node;
                    // The payload of what failed is null: the description of `Mutation` says so for all.
                    let is_payload = ty.to_string().ends_with("Payload");
                    if ty.nullable && !is_payload && !text(&field.node.description).contains("null") {
                        silent.push(format!("{name}.{}", field.node.name.node));
                    }
                }
            }
            TypeKind::Enum(_) => {
                let text = text(&ty.node.description);
                if text.contains("closed: no value will be added") == text.contains("may grow") {
                    silent.push(name);
                }
            }
            TypeKind::Scalar | TypeKind::Union(_) | TypeKind::InputObject(_) => {}
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}
