//! One change to a clean request, one defect.
