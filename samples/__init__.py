"""Files to try Yijian with, and the scripts that write them."""
