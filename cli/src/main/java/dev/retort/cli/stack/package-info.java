/** Where things lie: the checkout, the folder that keeps Retort's state, and what runs just now. */
@NullMarked
package dev.retort.cli.stack;

import org.jspecify.annotations.NullMarked;
