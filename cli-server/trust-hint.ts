/** Why a browser warns at the first visit, and what makes it stop, in the words of the system it runs on. */

const commands: Readonly<Partial<Record<NodeJS.Platform, (ca: string) => string>>> = {
  darwin: (ca) =>
    `security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db "${ca}"`,
  win32: (ca) => `certutil -user -addstore Root "${ca}"`,
}

/** Browsers on other systems keep lists of their own, which no one command fills. */
export function trustHint(
  origin: string,
  ca: string,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const command = commands[platform]?.(ca)
  return [
    `Open ${origin} in a browser: that is the portal.`,
    'The browser warns at first, because nobody outside this machine vouches for its certificate. To have it trusted,',
    ...(command === undefined
      ? [`import ${ca} in the browser's settings under certificate authorities.`]
      : ['run once:', `  ${command}`]),
    '',
  ]
}
