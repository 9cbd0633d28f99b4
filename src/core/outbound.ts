/** How far a request of the server's own may reach. */

export type Outbound = {
  /**
   * Asks over HTTPS and follows no redirect. Rejects where nobody answers, and where a name leads to no address
   * that may be asked: those of the private network only with `privateNetwork`, those that are no server's never.
   */
  fetch(request: Request, reach: { readonly privateNetwork: boolean }): Promise<Response>
}
