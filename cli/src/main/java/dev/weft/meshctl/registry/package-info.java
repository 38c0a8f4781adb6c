/** The registry's REST API, and how it is found and logged in to. */
@NullMarked
package dev.weft.meshctl.registry;

import org.jspecify.annotations.NullMarked;
