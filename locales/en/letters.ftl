## The page on which a request becomes a letter.

letters-tab = Letter
letters-title = The request as a letter
letters-lede = On paper, by mail or through a closed network. Each letter that is made is entered in the register.
letters-language = Language of its headings
letters-language-hint = What was written stays as it was written.
letters-format = Form
letters-format-pdf = PDF/A, to print, sign and seal
letters-format-docx = DOCX, for the office’s own paper
letters-format-text = Text of an e-mail
letters-format-network = Text for a closed network
letters-format-cover = Cover note for the diplomatic bag, PDF/A
letters-copy = For whom
letters-copy-authority = An authority: everything
letters-copy-provider = A service provider: without what is for authorities only
letters-make = Make the letter
letters-code = Code on every page
letters-code-hint = A signed page that comes back finds this file by it: type it into the search.
letters-unread = No native lawyer has read these headings yet. A person who knows the language compares them before anybody signs.
letters-hash = SHA-256 of the text
letters-not-made = The letter was not made.
letters-failed = The page could not be set. This is a fault of the program: report it with the code below.
letters-not-built = This program was built without this form. Choose another.
letters-code-misread = This code was misread.
letters-code-todo = Compare it with the page: twelve letters and digits in three groups.
# $signs: characters without a font; $folder: where fonts are looked for
letters-no-font = No font here has { $signs }. The administrator puts a font file with them into { $folder }; until then take DOCX or text.
# $length and $most: bytes
letters-too-long = The text has { $length } bytes and a letter carries at most { $most }. Attach long material as an enclosure.
