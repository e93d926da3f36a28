//! Stories: what officers of two States and a provider do, from one node to the other and back, and
//! what an attacker tries.

mod attacks;
mod common;
mod delivery;
mod evidence;
mod kinds;
mod law;
mod letter;
mod notice;
mod office;
mod paper;
mod register;
mod withdraw;
mod work;
