/** For Bash and zsh: the text in single quotes, in which nothing has a meaning. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
