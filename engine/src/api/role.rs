//! The schema of a role: of the whole what is for that role, so that tools offer nothing that would be refused.

use std::{borrow::Cow, collections::BTreeSet};

use async_graphql::{
    ContextDirective, CustomDirective, CustomDirectiveFactory, ServerError, ServerResult,
    parser::types::Directive,
    registry::{MetaInputValue, MetaType, MetaTypeName, Registry},
};

use super::{model::model, policy};
use crate::auth::Audience;

/// Takes out of a schema what is not for an audience. It calls itself a directive, which no schema shows, because the
/// library lets nothing else change what is registered.
pub struct Only(pub Audience);

impl CustomDirectiveFactory for Only {
    fn name(&self) -> Cow<'static, str> {
        "only".into()
    }

    fn register(&self, registry: &mut Registry) {
        narrow(registry, self.0);
    }

    fn create(&self, _: &ContextDirective<'_>, _: &Directive) -> ServerResult<Box<dyn CustomDirective>> {
        Err(ServerError::new("There is no directive @only.", None))
    }
}

fn narrow(registry: &mut Registry, audience: Audience) {
    for ty in registry.types.values_mut() {
        if let MetaType::Object { fields, .. } | MetaType::Interface { fields, .. } = ty {
            fields.retain(|_, field| policy::is_for(&field.directive_invocations, audience));
        }
    }
    for object in &model().objects {
        let filters = object.filters.iter().filter(|filter| filter.audiences.contains(&audience));
        let filters: Vec<&str> = filters.map(|filter| filter.name).collect();
        let name = format!("{}Filter", object.name);
        if filters.is_empty() {
            registry.types.remove(&name);
        } else if let Some(MetaType::InputObject { input_fields, .. }) = registry.types.get_mut(&name) {
            input_fields
                .retain(|name, _| ["and", "or", "not"].contains(&name.as_str()) || filters.contains(&name.as_str()));
        }
        if let Some(MetaType::Enum { enum_values, .. }) = registry.types.get_mut(&format!("{}OrderField", object.name))
        {
            let orders = object.orders.iter().filter(|order| order.audiences.contains(&audience));
            let orders: Vec<&str> = orders.map(|order| order.name).collect();
            enum_values.retain(|name, _| orders.contains(&name.as_str()));
        }
    }
    while take_out_what_is_empty(registry) {}
    let reached = reached(registry);
    let Registry { types, implements, mutation_type, subscription_type, .. } = registry;
    types.retain(|name, _| is_the_librarys(name) || reached.contains(name));
    for root in [mutation_type, subscription_type] {
        root.take_if(|name| !reached.contains(name));
    }
    implements.retain(|name, interfaces| {
        let Some(object) = types.get(name) else { return false };
        interfaces.retain(|interface| types.get(interface).is_some_and(|it| has_all_of(object, it)));
        true
    });
    for ty in types.values_mut() {
        if let MetaType::Interface { name, possible_types, .. } = ty {
            possible_types.retain(|object| implements.get(object).is_some_and(|interfaces| interfaces.contains(name)));
        }
    }
}

/// Takes out types that have nothing left, and what leads to types that are not there; whether there was any.
fn take_out_what_is_empty(registry: &mut Registry) -> bool {
    let before = registry.types.len();
    registry.types.retain(|_, ty| match ty {
        MetaType::Object { fields, .. } | MetaType::Interface { fields, .. } => !fields.is_empty(),
        MetaType::InputObject { input_fields, .. } => !input_fields.is_empty(),
        MetaType::Enum { enum_values, .. } => !enum_values.is_empty(),
        MetaType::Scalar { .. } | MetaType::Union { .. } => true,
    });
    let known: BTreeSet<String> = registry.types.keys().cloned().collect();
    let is_known = |ty: &str| known.contains(MetaTypeName::concrete_typename(ty));
    let mut is_changed = known.len() < before;
    for ty in registry.types.values_mut() {
        match ty {
            MetaType::Object { fields, .. } | MetaType::Interface { fields, .. } => {
                let before = fields.len();
                fields.retain(|_, field| is_known(&field.ty));
                is_changed |= fields.len() < before;
                for field in fields.values_mut() {
                    field.args.retain(|_, argument| is_known(&argument.ty));
                }
            }
            MetaType::InputObject { input_fields, .. } => {
                let before = input_fields.len();
                input_fields.retain(|_, field| is_known(&field.ty));
                is_changed |= input_fields.len() < before;
            }
            MetaType::Scalar { .. } | MetaType::Union { .. } | MetaType::Enum { .. } => {}
        }
    }
    is_changed
}

/// The types that a selection can lead to, and those of their arguments.
fn reached(registry: &Registry) -> BTreeSet<String> {
    let roots = [Some(&registry.query_type), registry.mutation_type.as_ref(), registry.subscription_type.as_ref()];
    let arguments = registry.directives.values().flat_map(|directive| directive.args.values());
    let mut ahead: Vec<String> = roots.into_iter().flatten().cloned().chain(arguments.map(named)).collect();
    let mut reached = BTreeSet::new();
    while let Some(name) = ahead.pop() {
        let Some(ty) = registry.types.get(&name) else { continue };
        if !reached.insert(name) {
            continue;
        }
        for field in ty.fields().into_iter().flat_map(|fields| fields.values()) {
            ahead.push(concrete(&field.ty));
            ahead.extend(field.args.values().map(named));
        }
        match ty {
            MetaType::InputObject { input_fields, .. } => ahead.extend(input_fields.values().map(named)),
            // Behind an interface that has no policy of its own stand reasons: each is reached by what it is a reason for.
            MetaType::Interface { possible_types, directive_invocations, .. }
                if !policy::is_inherited(directive_invocations) =>
            {
                let whole = possible_types
                    .iter()
                    .filter(|object| registry.types.get(object.as_str()).is_some_and(|object| has_all_of(object, ty)));
                ahead.extend(whole.cloned());
            }
            MetaType::Scalar { .. }
            | MetaType::Object { .. }
            | MetaType::Interface { .. }
            | MetaType::Union { .. }
            | MetaType::Enum { .. } => {}
        }
    }
    reached
}

fn named(input: &MetaInputValue) -> String {
    concrete(&input.ty)
}

fn concrete(ty: &str) -> String {
    MetaTypeName::concrete_typename(ty).to_owned()
}

/// Whether an object has all fields of an interface.
fn has_all_of(object: &MetaType, interface: &MetaType) -> bool {
    let Some(fields) = interface.fields() else { return false };
    fields.keys().all(|field| object.field_by_name(field).is_some())
}

fn is_the_librarys(name: &str) -> bool {
    name.starts_with("__") || ["Boolean", "Float", "ID", "Int", "String"].contains(&name)
}
