//! Where an invitation stands, and what an answer makes of it.

use entity::kinds::EventInvitationStatus::{self, Accepted, Declined, Invited, Lapsed, Waiting, Withdrawn};

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Its state.
    pub state: EventInvitationStatus,
    /// How many come along.
    pub guests: i32,
}

impl Stand {
    /// How many seats it takes, or waits for.
    pub fn seats(self) -> i32 {
        match self.state {
            Accepted | Waiting => 1 + self.guests,
            Invited | Declined | Lapsed | Withdrawn => 0,
        }
    }

    /// How many seats it takes.
    pub fn taken(self) -> i32 {
        if self.state == Accepted { self.seats() } else { 0 }
    }
}

/// What a teacher answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// To come, with so many guests.
    Comes {
        /// How many.
        guests: i32,
    },
    /// Not to come.
    StaysAway,
}

impl Reply {
    /// How many seats it asks for.
    pub fn seats(self) -> i32 {
        match self {
            Self::Comes { guests } => 1 + guests,
            Self::StaysAway => 0,
        }
    }
}

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The invitation does not hold any more.
    Withdrawn,
    /// Who has a seat has it still, and there are not so many more.
    NoSeats,
}

/// Where an invitation stands after an answer, when so many seats are free, those that it has itself with them. Who has a seat
/// does not lose it by asking for more.
pub fn after(stand: Stand, reply: Reply, free: i32) -> Result<Stand, NotTaken> {
    if stand.state == Withdrawn {
        return Err(NotTaken::Withdrawn);
    }
    let Reply::Comes { guests } = reply else { return Ok(Stand { state: Declined, guests: 0 }) };
    if reply.seats() <= free {
        return Ok(Stand { state: Accepted, guests });
    }
    match stand.state {
        Accepted if guests <= stand.guests => Ok(Stand { state: Accepted, guests }),
        Accepted => Err(NotTaken::NoSeats),
        Invited | Waiting | Declined | Lapsed | Withdrawn => Ok(Stand { state: Waiting, guests }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        let comes = Reply::Comes { guests: 2 };
        let stand = |state, guests| Stand { state, guests };
        let all = [
            (stand(Invited, 0), [Ok(stand(Accepted, 2)), Ok(stand(Waiting, 2)), Ok(stand(Declined, 0))]),
            (stand(Lapsed, 0), [Ok(stand(Accepted, 2)), Ok(stand(Waiting, 2)), Ok(stand(Declined, 0))]),
            (stand(Waiting, 1), [Ok(stand(Accepted, 2)), Ok(stand(Waiting, 2)), Ok(stand(Declined, 0))]),
            (stand(Declined, 0), [Ok(stand(Accepted, 2)), Ok(stand(Waiting, 2)), Ok(stand(Declined, 0))]),
            (stand(Accepted, 1), [Ok(stand(Accepted, 2)), Err(NotTaken::NoSeats), Ok(stand(Declined, 0))]),
            (stand(Accepted, 3), [Ok(stand(Accepted, 2)), Ok(stand(Accepted, 2)), Ok(stand(Declined, 0))]),
            (stand(Withdrawn, 0), [Err(NotTaken::Withdrawn); 3]),
        ];
        for (before, expected) in all {
            let replies = [after(before, comes, 3), after(before, comes, 2), after(before, Reply::StaysAway, 0)];
            assert_eq!(replies, expected, "{before:?}");
        }
    }

    #[test]
    fn only_who_comes_takes_seats() {
        let seats = |state| [Stand { state, guests: 2 }.taken(), Stand { state, guests: 2 }.seats()];
        assert_eq!([Accepted, Waiting, Invited].map(seats), [[3, 3], [0, 3], [0, 0]]);
    }
}
