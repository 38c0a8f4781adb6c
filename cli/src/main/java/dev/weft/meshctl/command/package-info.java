/** One class a command. */
@NullMarked
package dev.weft.meshctl.command;

import org.jspecify.annotations.NullMarked;
