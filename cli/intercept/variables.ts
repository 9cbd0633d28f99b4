/** The variables that point programs to the proxy and the certificate authority, and how shells set them. */
export type Variables = Readonly<Record<string, string>>

/** `ca` is the file of authorities to trust. What each is for: docs/emulator.md. */
export function variablesFor(proxyUrl: string, ca: string): Variables {
  return {
    HTTPS_PROXY: proxyUrl,
    https_proxy: proxyUrl,
    NODE_USE_ENV_PROXY: '1',
    SSL_CERT_FILE: ca,
    NODE_EXTRA_CA_CERTS: ca,
    REQUESTS_CA_BUNDLE: ca,
    CURL_CA_BUNDLE: ca,
  }
}

export function forSh(variables: Variables): string {
  return lines(variables, ([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`)
}

/** Names of variables know no case on Windows, so the one in small letters is left out. */
export function forPowerShell(variables: Variables): string {
  const { https_proxy: _, ...others } = variables
  return lines(others, ([name, value]) => `$env:${name} = '${value.replaceAll("'", "''")}'`)
}

function lines(variables: Variables, line: (entry: [string, string]) => string): string {
  return Object.entries(variables).map(line).join('\n')
}
