package dev.weft.k8s;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An image is named after the module that it is made of. */
final class Images {

    private static final Pattern IMAGE =
            Pattern.compile("(?<repository>[a-z0-9.-]+(/[a-z0-9-]+)*)/(?<module>[a-z-]+):(?<tag>[\\w.-]+)");

    private Images() {}

    static String module(Workload workload) {
        return matched(workload).group("module");
    }

    static String repository(Workload workload) {
        return matched(workload).group("repository");
    }

    static String tag(Workload workload) {
        return matched(workload).group("tag");
    }

    private static Matcher matched(Workload workload) {
        String image = workload.container().getImage();
        Matcher matcher = IMAGE.matcher(image);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(workload + ": " + image + " (expected: repository/module:tag)");
        }
        return matcher;
    }
}
