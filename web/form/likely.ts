/** Which catalog to fetch before anybody has chosen: a guess that costs a kilobyte when it is wrong and nothing else. */

/** Browsers name some languages otherwise than we do. */
const ALSO: Readonly<Record<string, string>> = { fil: "tl" };

const primary = (tag: string): string => {
  const [language = ""] = tag.toLowerCase().split("-");
  return ALSO[language] ?? language;
};

/**
 * The first language that the browser's owner asks pages for and that there is. The page does not
 * say it to the service, which can tell by the catalog that is fetched and by `Accept-Language`; the choice stays with the person.
 * @param wanted BCP 47 tags, the dearest first, as in `navigator.languages`
 */
export function likelyLanguage<L extends string>(wanted: readonly string[], languages: readonly L[]): L | null {
  for (const tag of wanted) {
    const found = languages.find((language) => primary(language) === primary(tag));
    if (found !== undefined) return found;
  }
  return null;
}
