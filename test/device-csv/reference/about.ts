/** What the reference says of a finding beside what the code knows of it. */
export type About = {
  readonly about: string
  readonly before: string
  readonly after: string
}
