//! The Marketplace kit: what a publisher gets from the program for Zoom's review.

mod urls;
