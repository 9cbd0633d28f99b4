/** A whole server with a clock that tests move, and a person's browser in front of the account pages. */
import { firstStart } from '../../src/host/first-start.ts'
import { hashPassword } from '../../src/identity-provider/passwords/argon2.ts'
import { peopleOf } from '../factors/registry-people.ts'
import { openMovableRegistry } from '../support/movable-registry.ts'
import {
  type Arrival,
  type Browser,
  browserSession,
  hiddenFields,
} from '../surfaces/authority/browser-session.ts'
import { password as usualPassword } from '../surfaces/authority/people.ts'

type Opened = { readonly browser: Browser; readonly arrival: Arrival }

export type AccountSite = Awaited<ReturnType<typeof startAccounts>>

export async function startAccounts() {
  const { registry, pass, close } = await openMovableRegistry()
  const { app } = registry
  /** As on an empty database. */
  const first = await firstStart({
    ...app,
    hashPassword,
    wellKnownByDefault: false,
    keepFirst: async () => undefined,
  })
  if (first === undefined) throw new Error('the database was not empty')
  const client = await registry.newTenant()
  const { tenantId } = client
  const people = await peopleOf(registry, client)
  /** `agent` is what the browser calls itself. */
  const asking = (agent: string) => ({
    request(url: string, init?: RequestInit) {
      const request = new Request(url, init)
      request.headers.set('user-agent', agent)
      return app.fetch(request)
    },
  })

  async function open(
    name: string,
    { password = usualPassword, page = '', tenant = tenantId as string } = {},
  ): Promise<Opened> {
    const browser = browserSession(asking('Test browser'))
    const { url } = await browser.open(`/${tenant}/account${page}`)
    const username = `${name}@contoso.test`
    const arrival = await browser.send(`${url.pathname}/password`, { username, password })
    return { browser, arrival }
  }

  return {
    registry,
    client,
    first,
    people,
    tenantId,
    base: `/${tenantId}/account`,
    /** A browser that belongs to nobody yet. */
    browser: (agent = 'Another browser') => browserSession(asking(agent)),
    /** Signs in by password on the way to a page of the account. */
    open,
    pass,
    close,
    /** Sends a form of the page that was shown last. */
    send: ({ browser, arrival }: Opened, action: string, fields: Record<string, string> = {}) =>
      browser.send(action, { ...hiddenFields(arrival.html), ...fields }),
  }
}

export const change = (current: string, next: string, again = next) => ({
  current,
  new: next,
  again,
})
