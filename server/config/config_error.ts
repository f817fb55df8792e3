/** One line that says what to mend. */
export class ConfigError extends Error {}
