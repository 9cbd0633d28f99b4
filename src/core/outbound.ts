/** How far the server's own outgoing requests may reach. */

export type Outbound = {
  /**
   * Sends an HTTPS request and follows no redirect. Rejects if there is no answer, or if the host resolves to no
   * permitted address: private ones only with `privateNetwork`, reserved ones never.
   */
  fetch(request: Request, reach: { readonly privateNetwork: boolean }): Promise<Response>
  /** Where a host is that is named by its address; `unknown`: it is a name. */
  placeOf(hostname: string): 'outside' | 'private' | 'never' | 'unknown'
}
