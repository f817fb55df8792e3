import "@hotwired/turbo"
import "/javascript/elements/append_guard.js"
import "/javascript/elements/cable_stream_source.js"
