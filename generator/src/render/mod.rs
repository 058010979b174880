//! `render`: a view becomes the text of files. Only this stage knows Tera.

mod safe;
