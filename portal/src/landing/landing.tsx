/** Where somebody without a session arrives: one field, or none where there is but one organization. */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import type { PortalConfiguration } from 'taxiway-autopilot/admin'
import { SignInError } from '../auth/protocol.ts'
import { leaveForSignIn } from '../auth/redirect.ts'
import { rememberedTenant, rememberTenant } from '../auth/stored.ts'
import { Logo } from '../look/pictures.tsx'
import { landing } from '../texts/shell-texts.ts'

/** More than this, and tokens may be refused. Minutes. */
const tolerated = 4
/** How soon a server that does not answer is asked again. ms */
const again = 2_000

export function Landing({ stopped }: { stopped: boolean }): ReactNode {
  const { configuration, minutesOff, failed } = useConfiguration()
  const [message, setMessage] = useState<string | undefined>(stopped ? landing.stopped : undefined)
  const [isBusy, setIsBusy] = useState(false)
  const only = configuration?.onlyTenant ?? null

  async function go(typed: string): Promise<void> {
    const tenant = only ?? domainOf(typed)
    if (tenant === '') return setMessage(landing.missing)
    setIsBusy(true)
    setMessage(undefined)
    try {
      rememberTenant(tenant)
      const returnTo = location.pathname === '/' ? '/' : location.pathname + location.search
      await leaveForSignIn({
        tenant,
        returnTo,
        ...(typed.includes('@') && { loginHint: typed.trim() }),
      })
    } catch (error) {
      setMessage(reasonOf(error, tenant))
      setIsBusy(false)
    }
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const typed = new FormData(event.currentTarget).get('username')
    void go(typeof typed === 'string' ? typed : '')
  }

  return (
    <main className="landing">
      <div className="landing-art" aria-hidden="true">
        <Runway />
      </div>
      <form className="landing-card" onSubmit={submit} noValidate>
        <p className="landing-brand">
          <Logo size={28} />
          Taxiway
        </p>
        <h1>{landing.title}</h1>
        {only === null && configuration !== undefined && (
          <label>
            {landing.domain}
            <input
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={rememberedTenant() ?? ''}
              aria-describedby={message === undefined ? undefined : 'message'}
              // biome-ignore lint/a11y/noAutofocus: the page has this one field, and typing is all there is to do.
              autoFocus
            />
          </label>
        )}
        {(message ?? failed) !== undefined && (
          <p id="message" role="alert" className="landing-alarm">
            {message ?? failed}
          </p>
        )}
        {minutesOff > tolerated && (
          <p role="alert" className="landing-alarm">
            {landing.clock(minutesOff)}
          </p>
        )}
        <div className="landing-actions">
          <button
            type="submit"
            className="primary"
            disabled={isBusy || configuration === undefined}
          >
            {only === null ? landing.next : landing.signIn}
          </button>
        </div>
        <p className="landing-about">
          {configuration === undefined ? '\u00a0' : landing.about(configuration.version)}
        </p>
        <p className="landing-about">
          <a href="/bench">{landing.bench}</a>
        </p>
      </form>
    </main>
  )
}

function reasonOf(error: unknown, tenant: string): string {
  const code = error instanceof SignInError ? error.code : undefined
  if (error instanceof SignInError && code === 'foreign_issuer')
    return landing.elsewhere(new URL(error.message).origin, location.origin)
  return code === 'unknown_tenant' ? landing.unknown(tenant) : landing.unreachable
}

/** An address leads to its domain; a domain is one already. */
function domainOf(typed: string): string {
  return typed.trim().toLowerCase().replace(/^.*@/, '')
}

function useConfiguration() {
  const [configuration, setConfiguration] = useState<PortalConfiguration>()
  const [minutesOff, setMinutesOff] = useState(0)
  const [failed, setFailed] = useState<string>()
  useEffect(() => {
    const controller = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    async function look(): Promise<void> {
      const { signal } = controller
      const response = await fetch('/common/portal-configuration', { signal })
      if (!response.ok) throw new Error(response.statusText)
      const date = response.headers.get('date')
      if (date !== null)
        setMinutesOff(Math.abs(Math.round((Date.parse(date) - Date.now()) / 60_000)))
      setConfiguration((await response.json()) as PortalConfiguration)
      setFailed(undefined)
    }
    const lookUntilThere = () =>
      void look().catch(() => {
        if (controller.signal.aborted) return
        setFailed(landing.unreachable)
        timer = setTimeout(lookUntilThere, again)
      })
    lookUntilThere()
    return () => {
      controller.abort()
      clearTimeout(timer)
    }
  }, [])
  return { configuration, minutesOff, failed }
}

/** A taxiway at dusk, seen from the cockpit. */
function Runway(): ReactNode {
  return (
    <svg viewBox="0 0 800 500" preserveAspectRatio="xMidYMax slice">
      <path className="art-hill" d="M0 250q120-60 260-30t280-10 260 20v280H0z" />
      <path className="art-field" d="M0 270h800v230H0z" />
      <path className="art-way" d="M372 270h56l260 230H112z" />
      <path className="art-line" d="M397 276h6l2 26h-10zm-4 40h14l4 42h-22zm-7 58h28l7 66h-42z" />
      {[0, 1, 2, 3, 4].map((i) => (
        <g key={i} className="art-light">
          <circle cx={362 - i * i * 14} cy={280 + i * i * 12} r={2 + i} />
          <circle cx={438 + i * i * 14} cy={280 + i * i * 12} r={2 + i} />
        </g>
      ))}
    </svg>
  )
}
