package dev.weft.bench.survival;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import org.knowm.xchart.AnnotationLine;

/** A vertical line in a chart, and along it what happened there: below the success rate, above most latencies. */
final class EventLine extends AnnotationLine {

    private static final int BESIDE = 3;
    private static final int BELOW = 20;

    private final double second;
    private final String what;

    EventLine(double second, String what) {
        super(second, true, false);
        this.second = second;
        this.what = what;
    }

    @Override
    public void paint(Graphics2D graphics) {
        super.paint(graphics);
        AffineTransform level = graphics.getTransform();
        graphics.setColor(styler.getAnnotationTextFontColor());
        graphics.setFont(styler.getAnnotationTextFont());
        // What they call the minimum is the uppermost.
        int end = getYAxisScreenValueForMin() + BELOW;
        graphics.translate(
                getXAxisScreenValue(second) - BESIDE,
                end + graphics.getFontMetrics().stringWidth(what));
        graphics.rotate(-Math.PI / 2);
        graphics.drawString(what, 0, 0);
        graphics.setTransform(level);
    }
}
