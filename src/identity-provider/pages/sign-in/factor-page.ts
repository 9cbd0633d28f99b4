/**
 * How a further step of sign-in plugs in: a page that asks for one factor and judges the answer.
 *
 * Which factors are needed is the core's to say (core/access/factors.ts); a page is found here by that name.
 */
import { html } from 'hono/html'
import type { Person } from '../../../core/directory/user.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Page } from './page.ts'

export type FactorQuestion = {
  readonly tenantId: TenantId
  readonly person: Person
  /** Methods proved so far. */
  readonly amr: readonly string[]
  /** Names this sign-in; for what must be remembered between page and answer. */
  readonly uid: string
  /** Where the page's form must be posted. */
  readonly action: string
  /** Where the browser is, such as `https://localhost:8443`. */
  readonly origin: string
  readonly address: string
  /** What was wrong with the last answer; absent = there was none. */
  readonly message?: string
}

export type FactorVerdict =
  /** RFC 8176 names of what is proved now. */
  | { readonly ok: true; readonly amr: readonly string[] }
  /** `retryAfter` in seconds. */
  | { readonly ok: false; readonly message: string; readonly retryAfter?: number }

export type FactorPage = {
  /** As the link to it says it, such as `Use a verification code`. */
  readonly label: string
  show(question: FactorQuestion): Promise<Page>
  submit(question: FactorQuestion, form: URLSearchParams): Promise<FactorVerdict>
}

/** Pages by the names that the core uses for factors. */
export type FactorPages = Readonly<Record<string, FactorPage>>

/** The page with links to the other ways below it. */
export function withOtherWays(
  page: Page,
  path: string,
  ways: readonly (readonly [string, FactorPage])[],
): Page {
  if (ways.length === 0) return page
  const links = ways.map(
    ([name, { label }]) => html`<li><a href="${path}?factor=${name}">${label}</a></li>`,
  )
  return { ...page, body: html`${page.body}<p>Sign in another way:</p><ul>${links}</ul>` }
}
