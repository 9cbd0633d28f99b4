/** The only reader of environment variables in the command line, so that every one it obeys is found here. */

/** Variables the command line obeys; an empty value counts as unset. */
export type Variable =
  | 'TAXIWAY_CONFIG_DIR'
  | 'TAXIWAY_CLIENT_ID'
  | 'TAXIWAY_CLIENT_SECRET'
  | 'TAXIWAY_TENANT'
  | 'TAXIWAY_GRAPH_URL'
  | 'TAXIWAY_AUTHORITY_URL'
  | 'TAXIWAY_CA'
  | 'TAXIWAY_KEYRING'
  | 'TAXIWAY_DATA_DIR'
  | 'TAXIWAY_DATABASE_URL'
  | 'TAXIWAY_KEY_ENCRYPTION_KEY'
  | 'XDG_CONFIG_HOME'
  | 'APPDATA'
  // Of workload identity and managed identities in Azure.
  | 'AZURE_CLIENT_ID'
  | 'AZURE_FEDERATED_TOKEN_FILE'
  | 'AZURE_POD_IDENTITY_AUTHORITY_HOST'
  | 'AZURE_TENANT_ID'
  | 'IDENTITY_ENDPOINT'
  | 'IDENTITY_HEADER'
  // Node's own, which say how servers are reached.
  | 'HTTPS_PROXY'
  | 'https_proxy'
  | 'NODE_USE_ENV_PROXY'
  | 'NODE_OPTIONS'

/** The whole environment with `more`, for programs that the command line runs. */
export function environmentWith(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...more }
}

export function environment(name: Variable): string | undefined {
  return process.env[name] || undefined
}
