//! Other people's files: tables of an office's older register, and files of mail.
//!
//! Everything here comes from outside: a file is read in bounded memory, is refused with a typed
//! reason, and never stops the program.

pub mod mail;
pub mod sheet;
pub mod table;
