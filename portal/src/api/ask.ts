/** Every request of the portal: with a good token, again after a renewal, and after the wait that the server asks for. */
import { accessToken, renewed } from '../auth/session.ts'
import { type ApiError, Offline, refusalOf } from './api-error.ts'
import type { Asked } from './asked.ts'
import { noteAnswered, noteOffline, waitOut } from './connection.ts'
import { forgetKey, keepKey, withKey } from './request-key.ts'

export const admin = '/admin/v1'
export const graph = '/beta'
export const graphV1 = '/v1.0'

/** The parsed answer; undefined for one without content. Throws ApiError, Offline, or the signal's reason. */
export async function ask<T>(path: string, asked: Asked = {}): Promise<T> {
  return contentOf<T>(await answer(path, asked))
}

/** What was read, and its version for `If-Match`. */
export type Versioned<T> = { readonly value: T; readonly version: string | undefined }

export async function askVersioned<T>(path: string, asked: Asked = {}): Promise<Versioned<T>> {
  const response = await answer(path, asked)
  const version = response.headers.get('etag') ?? undefined
  return { value: await contentOf<T>(response), version }
}

async function contentOf<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T
  const type = response.headers.get('content-type') ?? ''
  return (type.includes('json') ? await response.json() : undefined) as T
}

/** Does it, and answers what the server warns of. */
export async function askWarned(path: string, asked: Asked): Promise<string | undefined> {
  const response = await answer(path, asked)
  return /^299 \S+ "(.*)"$/.exec(response.headers.get('warning') ?? '')?.[1]
}

/** The answer as a file. */
export async function askForFile(path: string, asked: Asked = {}): Promise<Blob> {
  return (await answer(path, asked)).blob()
}

async function answer(path: string, given: Asked): Promise<Response> {
  const asked = withKey(path, given)
  let token = await reached(accessToken)
  for (let attempt = 0; ; attempt++) {
    const response = await send(path, asked, token)
    if (response.ok) return response
    const refusal = await refusalOf(response)
    if (response.status === 401 && attempt === 0) token = await reached(() => renewed(token))
    else if (mayWait(refusal, asked) && attempt < 5) await waitOut(refusal, asked.signal)
    else throw refusal
  }
}

/** A token that could not be renewed now says nothing of the session: it counts as an answer that did not come. */
async function reached(work: () => Promise<string>): Promise<string> {
  try {
    return await work()
  } catch (error) {
    noteOffline()
    throw new Offline(error instanceof Error ? error.message : 'offline')
  }
}

/**
 * Throttled; or the server is away for a moment; or the same request, whose answer got lost, is still being done.
 * What is sent again does the same once more, or has a key: but for a deletion, which would not find what it deleted.
 */
function mayWait({ status, retryAfter }: ApiError, { method }: Asked): boolean {
  if (status === 429) return true
  if (retryAfter === undefined) return false
  return (status === 503 && method !== 'DELETE') || (status === 409 && method === 'POST')
}

async function send(path: string, asked: Asked, token: string): Promise<Response> {
  const { method = 'GET', body, headers = {}, signal } = asked
  try {
    const response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    })
    noteAnswered()
    // What became of a request that broke something is not known.
    if (response.status >= 500) keepKey(path, asked)
    else forgetKey(path, asked)
    return response
  } catch (error) {
    keepKey(path, asked)
    if (signal?.aborted === true) throw error
    noteOffline()
    throw new Offline(error instanceof Error ? error.message : 'offline')
  }
}
