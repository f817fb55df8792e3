import { execFileSync } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { TestProcess } from "./test_process.ts"
import { until } from "./until.ts"

/** Debian keeps servers where not everybody looks. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]

export type Location = { port: number; appUrl: string; settings?: string }

export const PASS_UPGRADES = `proxy_http_version 1.1;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection "upgrade";`

/** An nginx of the test's own; `http` is what stands in its block of that name. Listens to `ports` when it is there. */
export async function startNginx(http: string, ports: number[]) {
  const directory = await mkdtemp(join(tmpdir(), "storytellers-nginx-"))
  const temporary = TEMPORARY.map((name) => `${name}_temp_path ${join(directory, name)};`).join("\n")
  const path = join(directory, "nginx.conf")
  await writeFile(
    path,
    // One process alone, so that nothing is left where it has to be killed.
    `daemon off; master_process off; pid ${join(directory, "pid")}; error_log stderr;
    events {}
    http { access_log off; ${temporary}
    ${http} }`,
  )

  const args = ["-p", directory, "-e", "stderr", "-c", path]
  const nginx = new TestProcess("nginx", args, { directory, env: { PATH } })
  await Promise.all(ports.map((port) => listening(port, nginx)))
  return { stop: () => stop(nginx, directory) }
}

/** As somebody who has never read docs/proxies.md writes it. */
export function plainServer({ port, appUrl, settings = "" }: Location) {
  return `server { listen 127.0.0.1:${port}; location / { proxy_pass ${appUrl.replace("localhost", "127.0.0.1")}; ${settings} } }`
}

/** A Caddy that is its own authority; returns the certificate to trust, too. */
export async function startCaddy(sites: string, port: number) {
  const directory = await mkdtemp(join(tmpdir(), "storytellers-caddy-"))
  const path = join(directory, "Caddyfile")
  const options = `{
    admin off
    skip_install_trust
    auto_https disable_redirects
    storage file_system ${directory}
  }`
  await writeFile(path, `${options}\n${sites}`)

  const env = { PATH, HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory }
  const args = ["run", "--config", path, "--adapter", "caddyfile"]
  const caddy = new TestProcess("caddy", args, { directory, env })
  await listening(port, caddy)
  const root = join(directory, "pki/authorities/local/root.crt")
  const certificate = await until(() => readFile(root, "utf8").catch(() => undefined))
  return { certificate, stop: () => stop(caddy, directory) }
}

/** For localhost, signed by itself; returns the paths of both files and what is in the first. */
export async function selfSignedCertificate(directory: string) {
  const [certificate, key] = [join(directory, "certificate.pem"), join(directory, "key.pem")]
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "2",
    ].concat(
      ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
      ["-out", certificate, "-keyout", key],
    ),
    { stdio: "ignore" },
  )
  return { certificate, key, pem: await readFile(certificate, "utf8") }
}

async function stop(proxy: TestProcess, directory: string) {
  await proxy.stop()
  await rm(directory, { recursive: true, force: true })
}

async function listening(port: number, proxy: TestProcess) {
  try {
    await until(() => accepts(port))
  } catch (error) {
    throw new Error(`Nobody listens at ${port}: ${proxy.output}`, { cause: error })
  }
}

async function accepts(port: number) {
  const socket = connect(port, "127.0.0.1")

  try {
    await once(socket, "connect")
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
