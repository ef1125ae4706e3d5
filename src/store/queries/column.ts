/**
 * A column of values as one text, for `string_to_array($n, E'\x1e', E'\x1f')`: pg's own array literals escape every quote of
 * every document, which costs more than the insert. JSON text holds no raw control characters; other texts that come
 * here are checked to hold none.
 */
export function column(values: ReadonlyArray<string | number | null>): string {
  return values.map((value) => value ?? '\u001f').join('\u001e');
}
