-- Public pages in several languages: whether a page is published is decided once for it, a text belongs to one language.

-- The publisher's own texts, Markdown. language: en, de, ... A page and language without a row has the text that comes
-- with the program.
CREATE TABLE public_page_texts (
    page TEXT NOT NULL REFERENCES public_pages (name),
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (page, language)
);

-- What was written before is English.
INSERT INTO public_page_texts (page, language, text, changed_at)
    SELECT name, 'en', text, changed_at FROM public_pages WHERE text IS NOT NULL;

ALTER TABLE public_pages DROP COLUMN text;
