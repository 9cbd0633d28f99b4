/** Why a browser warns at the first visit, and what makes it stop, in the words of the system it runs on. */

const commands: Readonly<Partial<Record<NodeJS.Platform, (ca: string) => string>>> = {
  darwin: (ca) =>
    `security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db "${ca}"`,
  win32: (ca) => `certutil -user -addstore Root "${ca}"`,
  // What Chromium and its like read; certutil comes with libnss3-tools (Debian) or nss-tools (Fedora).
  linux: (ca) => `certutil -d sql:"$HOME/.pki/nssdb" -A -t C,, -n Taxiway -i "${ca}"`,
}

/** Firefox, and browsers on other systems, keep lists of their own, which no one command fills. */
export function trustHint(
  ca: string,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const command = commands[platform]?.(ca)
  const settings = `import ${ca} in the browser's settings under certificate authorities.`
  return [
    'The browser warns at first, because nobody outside this machine vouches for its certificate. To have it trusted,',
    ...(command === undefined
      ? [settings]
      : ['run once:', `  ${command}`, `Firefox has a list of its own: ${settings}`]),
    '',
  ]
}
