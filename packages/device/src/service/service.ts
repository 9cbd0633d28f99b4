/** A service of `/ztd/v1`: how it is asked, and how it says that it refuses. */

export type Ask = (request: Request) => Response | Promise<Response>

export type Service = {
  /** Without a trailing slash; a proof is valid only for this origin. */
  readonly origin: string
  readonly ask: Ask
}

/** What refused a request, as problem+json says it. */
export type Problem = {
  readonly result: 'problem'
  readonly status: number
  readonly code: string
  readonly detail: string
  /** Seconds. */
  readonly retryAfter?: number
  readonly hresult?: string
}

export async function post(
  { origin, ask }: Service,
  path: string,
  { authorization, ...body }: Readonly<Record<string, unknown>>,
): Promise<Response> {
  return await ask(
    new Request(`${origin}/ztd/v1/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(typeof authorization === 'string' && { authorization }),
      },
      body: JSON.stringify(body),
    }),
  )
}

export async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => ({}))) as Readonly<Record<string, unknown>>
  const after = Number(response.headers.get('retry-after') ?? 0)
  const { code, detail, hresult } = said
  return {
    result: 'problem',
    status: response.status,
    code: typeof code === 'string' ? code : 'unknown',
    detail: typeof detail === 'string' ? detail : `HTTP ${response.status}`,
    ...(after > 0 && { retryAfter: after }),
    ...(typeof hresult === 'string' && { hresult }),
  }
}
