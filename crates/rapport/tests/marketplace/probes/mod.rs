//! Each check, against real servers on this machine: as it should be, and in each way in which it is not.

mod address;
mod clock;
mod command_line;
mod mail;
mod names;
mod page;
mod review;
mod support;
mod tls;
mod webhook;
mod zoom;
