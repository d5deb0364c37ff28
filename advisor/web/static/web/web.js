// Everything works without this file; it makes the components of the design system livelier.
import { initAll } from "../nhsuk/nhsuk-frontend.min.js";

initAll();
