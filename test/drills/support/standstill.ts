// Loaded into a process of the app before anything else: at a signal its event loop stands still for as long as
// STANDSTILL says, in milliseconds.
process.on("SIGUSR2", () => {
  const end = Date.now() + Number(process.env.STANDSTILL)
  while (Date.now() < end);
})
