/** The command line as an ordinary Graph client: signed in and trusting certificates as its context says. */
import { type Graph, graphClient } from 'taxiway-graph-client'
import type { Context } from '../context/context-file.ts'
import { newToken, tokenFor } from '../sign-in/token.ts'
import { trustAlso } from '../sign-in/trust.ts'

/** A client for `context` that waits out throttling and outages for `maxWaitSeconds` in all. */
export function connect(context: Context, maxWaitSeconds = 120): Graph {
  if (context.ca !== undefined) trustAlso(context.ca)
  return graphClient({
    origin: context.graph,
    token: async (policy, renew) =>
      (await (renew ? newToken(context, policy) : tokenFor(context, policy))).accessToken,
    maxWaitSeconds,
  })
}
