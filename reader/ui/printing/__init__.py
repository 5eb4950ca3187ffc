"""What goes onto paper: pages with a head and a foot, the devices they are painted on, and a paper in full."""
