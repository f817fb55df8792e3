import "@hotwired/turbo"
import { Application } from "@hotwired/stimulus"
import { AnnounceController } from "./controllers/announce_controller.js"
import { AutoresizeController } from "./controllers/autoresize_controller.js"
import { ComposerController } from "./controllers/composer_controller.js"
import { ConnectionController } from "./controllers/connection_controller.js"
import { CopyController } from "./controllers/copy_controller.js"
import { EarlierController } from "./controllers/earlier_controller.js"
import { FollowController } from "./controllers/follow_controller.js"
import { LocalTimeController } from "./controllers/local_time_controller.js"
import { SubmitOnEnterController } from "./controllers/submit_on_enter_controller.js"
import "./elements/append_guard.js"
import "./elements/cable_stream_source.js"
import "./elements/open_thoughts.js"

const application = Application.start()
application.register("announce", AnnounceController)
application.register("autoresize", AutoresizeController)
application.register("composer", ComposerController)
application.register("connection", ConnectionController)
application.register("copy", CopyController)
application.register("earlier", EarlierController)
application.register("follow", FollowController)
application.register("local-time", LocalTimeController)
application.register("submit-on-enter", SubmitOnEnterController)
