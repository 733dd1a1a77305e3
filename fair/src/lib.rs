//! What has to be fair and proven, apart from the house that uses it.
//!
//! Pure: plain values in, plain values out; no database, no clock, no network, nothing of an API. [`assign`] plans who
//! judges what, [`calibration`] says how severe each juror is, [`health`] how a jury is doing, [`similarity`] which
//! texts are alike, [`fold`] how texts are compared, [`text`] how they are kept, [`code`] how codes are made and typed, and
//! [`stop`] how what takes long ends early.

pub mod assign;
pub mod calibration;
pub mod code;
pub mod fold;
pub mod health;
pub mod similarity;
pub mod stop;
pub mod text;
