/** What people and programs read. */
@NullMarked
package dev.weft.meshctl.output;

import org.jspecify.annotations.NullMarked;
