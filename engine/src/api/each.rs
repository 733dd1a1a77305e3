//! Lists of rows: each is judged on its own. Those that can be done are done, in one transaction, and each of the others is
//! answered with its place in the list and every reason why not.

use entity::ids::Id;

use super::{
    act::{Answered, Outcome, Refusal, Refused},
    payload::Gid,
};
use crate::{
    stop::{Answer, Stop},
    work::Work,
};

/// What was done of a list, if any of it was, and why the rest was not.
#[derive(Debug)]
pub struct Part<T> {
    done: Option<T>,
    refused: Vec<Refused>,
}

impl<T> Part<T> {
    /// It, told otherwise.
    pub fn map<U>(self, tell: impl FnOnce(T) -> U) -> Part<U> {
        Part { done: self.done.map(tell), refused: self.refused }
    }

    /// All of it, where nothing is named that could be refused.
    pub fn whole(done: T) -> Self {
        Self { done: Some(done), refused: Vec::new() }
    }

    /// What was done.
    pub fn done(&self) -> Option<&T> {
        self.done.as_ref()
    }
}

impl<T: Answered> Answered for Part<T> {
    const FIELD: &'static str = T::FIELD;
    const IS_PART: bool = true;

    fn ty(registry: &mut async_graphql::registry::Registry) -> String {
        T::ty(registry)
    }

    fn outcome(self) -> Outcome {
        Outcome { done: self.done.and_then(|done| done.outcome().done), refused: self.refused }
    }
}

/// Why a row of a list is refused: beside the reasons of a command, those that hold for every list. The first line of a
/// [`refusals!`](crate::refusals) declares them.
pub trait RowRefusal: Refusal + Sized {
    /// What names a row.
    type Row: Id + Ord;
    /// So many rows at most.
    const MOST: usize;

    /// The list is empty, or too long.
    fn how_many() -> Self;
    /// The same row stands in an earlier place.
    fn twice(row: Self::Row) -> Self;
    /// There is no such row, or none that the caller may know of.
    fn hidden(row: Self::Row) -> Self;
    /// The caller sees it, and may not do this to it.
    fn forbidden(row: Self::Row) -> Self;

    /// Why a list of this length is refused as a whole, if it is.
    fn of_length(rows: usize) -> Option<Self> {
        (!(1..=Self::MOST).contains(&rows)).then(Self::how_many)
    }
}

/// What becomes of the rows that can be done when others cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// They are done.
    Stand,
    /// Nothing is done.
    Fall,
}

/// Judges each row of a list, and does what can be done. `judge` holds a row and says why not, or what to do; it writes
/// nothing. `act` does it. That a row is hidden, or for somebody else, is the reason of this row alone.
pub async fn each<R: RowRefusal, J, T, Judged, Acted>(
    work: &Work,
    rows: &[Gid<R::Row>],
    judge: impl Fn(R::Row) -> Judged,
    act: impl Fn(J) -> Acted,
) -> Answer<Part<Vec<T>>, R>
where
    Judged: Future<Output = Answer<J, R>>,
    Acted: Future<Output = Result<T, Stop>>,
{
    each_or_none(work, (rows, Others::Stand), judge, act).await
}

/// The same, or nothing of it when a row is refused, as the caller wants it.
pub async fn each_or_none<R: RowRefusal, J, T, Judged, Acted>(
    work: &Work,
    (rows, others): (&[Gid<R::Row>], Others),
    judge: impl Fn(R::Row) -> Judged,
    act: impl Fn(J) -> Acted,
) -> Answer<Part<Vec<T>>, R>
where
    Judged: Future<Output = Answer<J, R>>,
    Acted: Future<Output = Result<T, Stop>>,
{
    let asked_before = work.rights_asked();
    if let Some(refusal) = R::of_length(rows.len()) {
        return Ok(Err(vec![refusal]));
    }
    // In one order for everybody: two works on the same rows wait for each other, and never in a circle.
    let mut order: Vec<(R::Row, usize)> = rows.iter().enumerate().map(|(place, row)| (row.0, place)).collect();
    order.sort_unstable();
    let (mut judged, mut refused, mut before) = (Vec::new(), Vec::new(), None);
    for (row, place) in order {
        if before.replace(row) == Some(row) {
            refused.push((place, R::twice(row)));
            continue;
        }
        let asked = work.rights_asked();
        let reasons = match judge(row).await {
            Ok(Ok(one)) => {
                judged.push((place, one));
                continue;
            }
            Ok(Err(reasons)) => reasons,
            Err(stop) => vec![verdict(stop, row)?],
        };
        // Nothing is done to it, so no right is used.
        work.forget_rights(asked);
        refused.extend(reasons.into_iter().map(|reason| (place, reason)));
    }
    if work.tx().has_written().await {
        return Err(Stop::failure("rows were written before all of the list were judged"));
    }
    if others == Others::Fall && !refused.is_empty() {
        work.forget_rights(asked_before);
        judged.clear();
    }
    let mut done = Vec::new();
    for (place, one) in judged {
        done.push((place, act(one).await?));
    }
    // As the caller named them.
    done.sort_by_key(|(place, _)| *place);
    refused.sort_by_key(|(place, _)| *place);
    let done: Vec<T> = done.into_iter().map(|(_, one)| one).collect();
    let refused = refused.into_iter().map(|(place, reason)| at(place, reason.told()));
    Ok(Ok(Part { done: (!done.is_empty()).then_some(done), refused: refused.collect() }))
}

/// What stops the work on a row, as the reason of this row, if it is a verdict on the caller; a failure ends all.
fn verdict<R: RowRefusal>(stop: Stop, row: R::Row) -> Result<R, Stop> {
    match stop {
        Stop::NotFound => Ok(R::hidden(row)),
        Stop::Forbidden(_) => Ok(R::forbidden(row)),
        Stop::Failure(_)
        | Stop::SignedOut
        | Stop::BadInput(_)
        | Stop::WrongId { .. }
        | Stop::TooMany { .. }
        | Stop::KeyReused => Err(stop),
    }
}

/// A reason with the place of its row: after the name of the list.
fn at(place: usize, mut refused: Refused) -> Refused {
    refused.path.insert(refused.path.len().min(1), place.to_string());
    refused
}

#[cfg(test)]
mod tests {
    use entity::ids::UserId;
    use uuid::Uuid;

    use super::*;

    crate::refusals! {
        /// Why a row of these tests is refused.
        TestRefusal {
            Rows(user_id: UserId, "userIds", 3);
        }
    }

    #[test]
    fn a_verdict_is_about_its_row_and_a_failure_about_all() {
        let row = UserId::from(Uuid::from_u128(7));
        let told = |stop| verdict::<TestRefusal>(stop, row).map_err(|stop| stop.to_string());
        assert_eq!(told(Stop::NotFound), Ok(TestRefusal::NotFound { user_id: row }));
        assert_eq!(told(Stop::forbidden("no")), Ok(TestRefusal::Forbidden { user_id: row }));
        assert_eq!(told(Stop::failure("it broke")), Err("failure".to_owned()));
        assert_eq!(told(Stop::SignedOut), Err("signed out".to_owned()));
    }

    #[test]
    fn a_list_has_one_row_at_least_and_so_many_at_most() {
        let refused = |rows| TestRefusal::of_length(rows).is_some();
        assert_eq!([0, 1, 3, 4].map(refused), [true, false, false, true]);
    }

    #[test]
    fn a_reason_stands_at_the_place_of_its_row() {
        let path = |refusal: TestRefusal| at(2, refusal.told()).path;
        assert_eq!(path(TestRefusal::how_many()), ["userIds", "2"]);
    }
}
