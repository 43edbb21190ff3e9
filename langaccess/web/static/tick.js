// A second hand in a Worker: the timers of a hidden tab are throttled, a Worker's are not.
"use strict";
setInterval(() => postMessage(0), 1000);
