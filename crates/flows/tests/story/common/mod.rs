//! A small world in one process: two invented States, their authorities, one provider, their people
//! with software authenticators, a clock that only the test moves.

pub(crate) mod forge;
pub(crate) mod forms;
pub(crate) mod net;
pub(crate) mod people;
pub(crate) mod world;

pub(crate) use world::{Post, World};
