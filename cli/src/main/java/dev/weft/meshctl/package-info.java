/** The command line: changes traffic for the whole fleet from one place, and shows what is in force. */
@NullMarked
package dev.weft.meshctl;

import org.jspecify.annotations.NullMarked;
