/** The product's mark, as the portal shows it: without one every browser asks for an address that nobody has. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="7" fill="#0f6cbd" />
  <path d="M11 5 6 27h3.2L13 5zM21 5l5 22h-3.2L19 5z" fill="#fff" />
  <path d="M15 5h2v5h-2zm-.2 8h2.4v5h-2.4zm-.3 8h3v6h-3z" fill="#ffd23f" />
</svg>
`
